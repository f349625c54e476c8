/** Which instances a clear or a mark reaches. Read {@link dev.rondo.core.clear.ClearScope}. */
@NullMarked
package dev.rondo.core.clear;

import org.jspecify.annotations.NullMarked;
