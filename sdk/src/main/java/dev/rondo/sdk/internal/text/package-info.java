/** Words for messages. */
@NullMarked
package dev.rondo.sdk.internal.text;

import org.jspecify.annotations.NullMarked;
