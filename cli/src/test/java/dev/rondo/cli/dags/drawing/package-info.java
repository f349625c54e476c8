@NullMarked
package dev.rondo.cli.dags.drawing;

import org.jspecify.annotations.NullMarked;
