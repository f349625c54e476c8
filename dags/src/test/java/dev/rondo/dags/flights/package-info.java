/** Tests of the whole pipeline. */
@NullMarked
package dev.rondo.dags.flights;

import org.jspecify.annotations.NullMarked;
