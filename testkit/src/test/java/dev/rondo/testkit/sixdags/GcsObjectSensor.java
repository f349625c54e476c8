package dev.rondo.testkit.sixdags;

import dev.rondo.sdk.LookAgain;
import dev.rondo.sdk.TaskContext;
import dev.rondo.sdk.TunableSensor;
import dev.rondo.sdk.Waiting;

/** A sensor as an operator family would have it; here the object is there at the second look. */
record GcsObjectSensor(String uri, Waiting waiting) implements TunableSensor<String, GcsObjectSensor> {

    static GcsObjectSensor of(String uri) {
        return new GcsObjectSensor(uri, Waiting.DEFAULT);
    }

    @Override
    public GcsObjectSensor withWaiting(Waiting changed) {
        return new GcsObjectSensor(uri, changed);
    }

    @Override
    public String execute(TaskContext context) {
        if (!context.now().isAfter(context.firstLookAt())) {
            throw LookAgain.later();
        }
        return uri;
    }
}
