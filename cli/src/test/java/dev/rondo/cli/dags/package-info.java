@NullMarked
package dev.rondo.cli.dags;

import org.jspecify.annotations.NullMarked;
