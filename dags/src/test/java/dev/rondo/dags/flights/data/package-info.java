/** Tests of {@code dev.rondo.dags.flights.data}. */
@NullMarked
package dev.rondo.dags.flights.data;

import org.jspecify.annotations.NullMarked;
