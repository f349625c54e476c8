/** Tests of {@code dev.rondo.dags.flights.learning}. */
@NullMarked
package dev.rondo.dags.flights.learning;

import org.jspecify.annotations.NullMarked;
