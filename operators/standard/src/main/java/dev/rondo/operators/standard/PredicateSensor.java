package dev.rondo.operators.standard;

import dev.rondo.sdk.LookAgain;
import dev.rondo.sdk.TaskContext;
import dev.rondo.sdk.TunableSensor;
import dev.rondo.sdk.Waiting;
import dev.rondo.sdk.function.F1;
import org.jspecify.annotations.Nullable;

/**
 * Waits until a condition holds; what PythonSensor is in Airflow.
 *
 * @param predicate one quick look; an exception fails the try
 */
public record PredicateSensor(F1<TaskContext, Boolean> predicate, Waiting waiting)
        implements TunableSensor<Void, PredicateSensor> {

    /** Waits until this holds. */
    public static PredicateSensor of(F1<TaskContext, Boolean> predicate) {
        return new PredicateSensor(predicate, Waiting.DEFAULT);
    }

    @Override
    public PredicateSensor withWaiting(Waiting changed) {
        return new PredicateSensor(predicate, changed);
    }

    @Override
    public @Nullable Void execute(TaskContext context) throws Exception {
        if (!Boolean.TRUE.equals(predicate.call(context))) {
            throw LookAgain.later();
        }
        return null;
    }
}
