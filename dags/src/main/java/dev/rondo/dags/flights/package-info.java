/**
 * The example of continuous training: delays of flights from New York, learned day by day. Read the DAG itself first.
 */
@NullMarked
package dev.rondo.dags.flights;

import org.jspecify.annotations.NullMarked;
