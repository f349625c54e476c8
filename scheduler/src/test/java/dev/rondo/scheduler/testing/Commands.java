package dev.rondo.scheduler.testing;

import dev.rondo.core.command.Command;
import dev.rondo.core.command.CommandReply;
import dev.rondo.metadata.command.CommandStore;
import dev.rondo.metadata.command.CommandStore.Claimed;
import dev.rondo.metadata.control.ControlStore;
import dev.rondo.metadata.schedule.ScheduleStore;
import dev.rondo.scheduler.command.CommandRunner;
import dev.rondo.scheduler.command.RunControl;
import dev.rondo.scheduler.engine.RunWork;
import java.util.Collection;

/** Carries out commands on an {@link EngineHarness}: each is done when {@link #run} returns. */
public final class Commands {

    private final EngineHarness harness;
    private final DeletedLogs logs = new DeletedLogs();
    private final CommandRunner runner;

    public Commands(EngineHarness harness) {
        this.harness = harness;
        RunControl control = new RunControl() {
            @Override
            public void ask(RunWork work) {
                harness.engine().ask(work);
                // Whoever asks waits for the engine, which works on the test's own thread.
                harness.settle();
            }

            @Override
            public void mayStart(Collection<String> dagIds) {
                harness.engine().mayStart(dagIds);
            }
        };
        this.runner = new CommandRunner(
                new ControlStore(harness.database().transactions()),
                new CommandStore(harness.database().transactions()),
                new ScheduleStore(harness.database().transactions()),
                logs,
                control,
                () -> {});
    }

    public DeletedLogs logs() {
        return logs;
    }

    /** Whoever carries them out. */
    public CommandRunner runner() {
        return runner;
    }

    public CommandReply run(Command command) {
        try {
            CommandReply reply = runner.run(new Claimed(0, "ann", "test", command), harness.now());
            harness.settle();
            return reply;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
