package dev.rondo.dags.flights.learning;

/**
 * What a model said of a flight, and what came of it.
 *
 * @param probability that it will be late, from 0 to 1
 * @param late whether it was
 */
public record Prediction(double probability, boolean late) {}
