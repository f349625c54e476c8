/** {@code rondo users …}. */
@NullMarked
package dev.rondo.cli.users;

import org.jspecify.annotations.NullMarked;
