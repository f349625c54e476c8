package dev.rondo.core.state;

/** What one rule says about starting one instance. */
public sealed interface Readiness {

    /** The answer of a rule that holds nothing back. */
    Readiness READY = new Ready();

    /** This rule holds nothing back. */
    record Ready() implements Readiness {}

    /** Not yet: something must happen first. */
    record NotYet(Reason reason) implements Readiness {}

    /** Not in this run: the instance gets a final state without a try. */
    record Never(TaskState becomes, Reason reason) implements Readiness {}
}
