/** Tests of {@code dev.rondo.dags.flights.report}. */
@NullMarked
package dev.rondo.dags.flights.report;

import org.jspecify.annotations.NullMarked;
