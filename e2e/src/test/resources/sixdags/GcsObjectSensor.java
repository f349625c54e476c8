package ex;

import dev.rondo.sdk.LookAgain;
import dev.rondo.sdk.TaskContext;
import dev.rondo.sdk.TunableSensor;
import dev.rondo.sdk.Waiting;
import java.time.Duration;

/** A sensor as an operator family would have it; here the object is there at a later look. */
record GcsObjectSensor(String uri, Waiting waiting) implements TunableSensor<String, GcsObjectSensor> {

    static GcsObjectSensor of(String uri) {
        return new GcsObjectSensor(uri, Waiting.DEFAULT.withPokeInterval(Duration.ofSeconds(1)));
    }

    @Override
    public GcsObjectSensor withWaiting(Waiting changed) {
        return new GcsObjectSensor(uri, changed);
    }

    @Override
    public String execute(TaskContext context) {
        if (Duration.between(context.firstLookAt(), context.now()).toMillis() < 500) {
            throw LookAgain.later();
        }
        return uri;
    }
}
