/**
 * The operators that every DAG can use, with Airflow's names and parameters where it has them. Read
 * {@link dev.rondo.operators.standard.BashOperator} first.
 */
@NullMarked
package dev.rondo.operators.standard;

import org.jspecify.annotations.NullMarked;
