package dev.rondo.scheduler.engine;

/** What the end of a callback means for the outbox. */
final class Callbacks {

    private Callbacks() {}

    /** A callback that succeeded is done; one that failed is tried again later, a few times. */
    static void ended(Attempt attempt, Intake.CallbackEnd end) {
        boolean done = !end.said().kind().equals("lost") && !end.said().kind().equals("stopped");
        String outcome = end.said().kind().equals("success")
                ? "success"
                : end.said().kind() + ": "
                        + (end.said().message() == null ? "" : end.said().message());
        attempt.transaction().callbackEnded(end.outboxId(), end.said().dispatchId(), done, outcome, attempt.now());
    }
}
