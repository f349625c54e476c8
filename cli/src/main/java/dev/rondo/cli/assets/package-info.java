/** {@code rondo assets …}. */
@NullMarked
package dev.rondo.cli.assets;

import org.jspecify.annotations.NullMarked;
