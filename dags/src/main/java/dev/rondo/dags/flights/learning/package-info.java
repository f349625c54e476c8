/**
 * From a day's flights to a model in force: features, classifier, evaluation on the held-back day, versioned models.
 * Read {@link dev.rondo.dags.flights.learning.DelayClassifier} first.
 */
@NullMarked
package dev.rondo.dags.flights.learning;

import org.jspecify.annotations.NullMarked;
