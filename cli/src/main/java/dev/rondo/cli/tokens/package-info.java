/** {@code rondo tokens …}. */
@NullMarked
package dev.rondo.cli.tokens;

import org.jspecify.annotations.NullMarked;
