package dev.rondo.testkit.local;

import dev.rondo.runtime.log.CurrentLog;
import dev.rondo.runtime.log.TaskLog;
import dev.rondo.testkit.play.BodyOutput;

/** Everything that this process prints or logs while a body runs is that body's, as in a task host. */
final class HostOutput implements BodyOutput {

    @Override
    public void begin(TaskLog log) {
        CurrentLog.INSTANCE.begin(log);
    }

    @Override
    public void end() {
        CurrentLog.INSTANCE.end();
    }
}
