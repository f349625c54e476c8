package dev.rondo.scheduler.telemetry;

import dev.rondo.metadata.telemetry.Receiver;
import dev.rondo.metadata.telemetry.TelemetryRow;
import java.util.List;

/** A server outside that is told what runs and tries did. */
interface Collector extends AutoCloseable {

    /** What it is told. */
    Receiver receiver();

    /** Where it is, for messages; without what it is signed in by. */
    String place();

    /** What it is told at once, at most. */
    int batch();

    /** Tells it, and waits for its answer, some seconds at most. */
    Answer send(List<TelemetryRow> rows);

    @Override
    void close();

    /** What became of it. */
    sealed interface Answer {
        /** It has them. */
        record Taken() implements Answer {}

        /** Some of them it will never take, as they are; it has the others. */
        record Refused(String why) implements Answer {}

        /** It was not reached, or cannot take them now. */
        record Away(String why) implements Answer {}

        /** What the status of an HTTP answer means. */
        static Answer ofStatus(int status) {
            if (status >= 200 && status < 300) {
                return new Taken();
            }
            return switch (status) {
                // These say that the data is wrong; all others may go away: a missing right, a limit, a wrong path.
                case 400, 413, 422 -> new Refused("it answers " + status);
                default -> new Away("it answers " + status);
            };
        }
    }
}
