package dev.rondo.dags.flights.report;

/** How a day ended for its model. */
public enum Outcome {
    /** No model yet: the training window has too few days. */
    FILLING,
    /** The candidate went into force. */
    PUSHED,
    /** The candidate was refused and an alarm raised; the model in force stays. */
    ALARM
}
