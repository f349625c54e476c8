/** Tests of the authoring API. */
@NullMarked
package dev.rondo.sdk;

import org.jspecify.annotations.NullMarked;
