package dev.rondo.sdk.internal;

import dev.rondo.sdk.FailWithoutRetryException;
import dev.rondo.sdk.LookAgain;
import dev.rondo.sdk.Operator;
import dev.rondo.sdk.SchedulerOperator;
import dev.rondo.sdk.Sensor;
import dev.rondo.sdk.SkipException;
import dev.rondo.sdk.TaskContext;
import dev.rondo.sdk.Waiting;
import dev.rondo.sdk.internal.operator.OperatorRecord;
import dev.rondo.sdk.internal.xcom.XComType.Compilation;
import dev.rondo.sdk.spec.OperatorSpec;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Runs operators: renders their templates, calls them, and makes sensors wait as they say. */
public final class OperatorRun {

    // Whoever looks more seldom costs next to nothing in tries of its own.
    private static final Duration LONGEST_WATCHED = Duration.ofMinutes(2);

    private OperatorRun() {}

    /**
     * Runs an operator of the installation from what stands in the graph, without the DAG's jar.
     *
     * @param typesRead types of components that were read for one are kept for the next
     * @throws IllegalArgumentException when the installation has no such operator
     * @throws Exception what the operator threw: the try failed
     */
    public static BodyResult runBuiltIn(
            OperatorSpec operator,
            ClassLoader installation,
            Map<Type, Compilation> typesRead,
            TaskContext context,
            BodyListener listener)
            throws Exception {
        return run(OperatorRecord.make(operator, installation, typesRead), context, listener);
    }

    /**
     * Runs an operator.
     *
     * @throws Exception what the operator threw: the try failed
     */
    public static BodyResult run(Operator<?> operator, TaskContext context, BodyListener listener) throws Exception {
        if (operator instanceof SchedulerOperator) {
            throw new FailWithoutRetryException(
                    operator.getClass().getSimpleName()
                            + " is carried out by the scheduler, and only when it is given to use(…) directly, not by a lambda");
        }
        Optional<OperatorRecord> asRecord = OperatorRecord.of(operator);
        Operator<?> ready = asRecord.isPresent() ? asRecord.get().render(context::render) : operator;
        OperatorRecord.of(ready).map(record -> record.spec(wrong -> {})).ifPresent(listener::rendered);
        try {
            return new BodyResult.Value(ready.execute(context));
        } catch (SkipException e) {
            return new BodyResult.Skip(String.valueOf(e.getMessage()));
        } catch (FailWithoutRetryException e) {
            boolean soft = ready instanceof Sensor<?> sensor && sensor.softFail();
            String message = String.valueOf(e.getMessage());
            return soft ? new BodyResult.Skip(message) : new BodyResult.FailWithoutRetry(message, e, false);
        } catch (LookAgain e) {
            return ready instanceof Sensor<?> sensor ? wait(sensor, e, context, listener) : lookAgain(e);
        }
    }

    /** What something that is no sensor asks for. */
    static BodyResult lookAgain(LookAgain signal) {
        return new BodyResult.LookAgain(
                signal.pause().orElse(Waiting.DEFAULT.pokeInterval()),
                signal.state().orElse(null));
    }

    private static BodyResult wait(Sensor<?> sensor, LookAgain signal, TaskContext context, BodyListener listener) {
        Duration waited = Duration.between(context.firstLookAt(), context.now());
        Duration left = sensor.timeout().minus(waited);
        if (!left.isPositive()) {
            String message = "waited " + waited + " and its timeout is " + sensor.timeout();
            return sensor.softFail()
                    ? new BodyResult.Skip(message)
                    : new BodyResult.FailWithoutRetry(message, null, true);
        }
        Duration pause = signal.pause().orElseGet(() -> pause(sensor, waited));
        if (mayBeWatched(sensor, signal, pause)) {
            listener.mayBeWatched(context.firstLookAt().plus(sensor.timeout()));
        }
        // The last look is at the end of the timeout, not a whole interval after it.
        return new BodyResult.LookAgain(
                pause.compareTo(left) < 0 ? pause : left, signal.state().orElse(null));
    }

    /**
     * Of an author's own sensor nobody knows what a look leaves behind: one that takes a message from a queue finds
     * nothing when it is called once more. An author's condition in a sensor of ours is only asked.
     */
    private static boolean mayBeWatched(Sensor<?> sensor, LookAgain signal, Duration pause) {
        return OperatorRecord.isInstalled(sensor)
                && !sensor.exponentialBackoff()
                && signal.pause().isEmpty()
                && signal.state().isEmpty()
                && pause.compareTo(LONGEST_WATCHED) <= 0;
    }

    /** A growing pause is as long as what was waited so far, so that the time from the start doubles. */
    private static Duration pause(Sensor<?> sensor, Duration waited) {
        // A sensor of the author's own may say anything.
        Duration interval = sensor.pokeInterval().isPositive() ? sensor.pokeInterval() : Waiting.DEFAULT.pokeInterval();
        if (!sensor.exponentialBackoff() || waited.compareTo(interval) <= 0) {
            return interval;
        }
        return waited.compareTo(sensor.maxWait()) < 0 ? waited : sensor.maxWait();
    }
}
