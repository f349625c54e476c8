/** Operators as records: their fields as JSON, with templates rendered, and back again. */
@NullMarked
package dev.rondo.sdk.internal.operator;

import org.jspecify.annotations.NullMarked;
