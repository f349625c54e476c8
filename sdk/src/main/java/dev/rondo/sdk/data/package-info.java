/** Files that tasks share, wherever they lie. Read {@link dev.rondo.sdk.data.DataPath}. */
@NullMarked
package dev.rondo.sdk.data;

import org.jspecify.annotations.NullMarked;
