/** What {@code ctx.data()} is in a task host. Read {@link dev.rondo.runtime.data.TryData}. */
@NullMarked
package dev.rondo.runtime.data;

import org.jspecify.annotations.NullMarked;
