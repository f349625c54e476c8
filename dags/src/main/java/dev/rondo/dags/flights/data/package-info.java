/**
 * The day's files and what becomes of them: delivered, read strictly, checked, kept as partitions of the training
 * window. Read {@link dev.rondo.dags.flights.data.TrainingWindow} first.
 */
@NullMarked
package dev.rondo.dags.flights.data;

import org.jspecify.annotations.NullMarked;
