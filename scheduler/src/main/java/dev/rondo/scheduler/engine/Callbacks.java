package dev.rondo.scheduler.engine;

/** What the end of a callback means for the outbox. */
final class Callbacks {

    private Callbacks() {}

    /**
     * A callback that came to its end is done, well or by an exception of its own; one that was lost or stopped is
     * tried again later, a few times.
     */
    static void ended(Attempt attempt, Intake.CallbackEnd end) {
        boolean done = !end.said().kind().equals("lost") && !end.said().kind().equals("stopped");
        String outcome = end.said().kind().equals("success")
                ? "success"
                : end.said().kind() + ": "
                        + (end.said().message() == null ? "" : end.said().message());
        attempt.transaction().callbackEnded(end.outboxId(), end.said().dispatchId(), done, outcome, attempt.now());
    }
}
