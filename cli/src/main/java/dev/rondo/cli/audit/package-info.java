/** {@code rondo audit …}. */
@NullMarked
package dev.rondo.cli.audit;

import org.jspecify.annotations.NullMarked;
