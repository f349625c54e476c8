@NullMarked
package dev.rondo.cli.init;

import org.jspecify.annotations.NullMarked;
