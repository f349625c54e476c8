/** {@code rondo dags …}: what can be done with DAGs and their runs. */
@NullMarked
package dev.rondo.cli.dags;

import org.jspecify.annotations.NullMarked;
