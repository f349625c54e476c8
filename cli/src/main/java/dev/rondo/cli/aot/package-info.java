/**
 * Makes the AOT caches that commands and servers start from (JEP 514). Read {@link dev.rondo.cli.aot.MakeAotCommand}
 * first.
 */
@NullMarked
package dev.rondo.cli.aot;

import org.jspecify.annotations.NullMarked;
