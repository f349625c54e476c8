/** The graph of a DAG as a picture: laid out by Eclipse's ELK, written as SVG or PNG. */
@NullMarked
package dev.rondo.cli.dags.drawing;

import org.jspecify.annotations.NullMarked;
