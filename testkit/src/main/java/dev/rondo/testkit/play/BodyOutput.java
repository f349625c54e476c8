package dev.rondo.testkit.play;

import dev.rondo.runtime.log.TaskLog;

/** What is done with the output of bodies that does not go to the logger of their context. */
public interface BodyOutput {

    /** Right before a body is called, on its thread. */
    void begin(TaskLog log);

    /** Right after. */
    void end();
}
