/** New projects for DAGs. Read {@link dev.rondo.cli.init.InitCommand} first. */
@NullMarked
package dev.rondo.cli.init;

import org.jspecify.annotations.NullMarked;
