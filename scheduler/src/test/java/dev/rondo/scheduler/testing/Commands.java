package dev.rondo.scheduler.testing;

import dev.rondo.core.command.Command;
import dev.rondo.core.command.CommandReply;
import dev.rondo.metadata.command.CommandStore.Claimed;
import dev.rondo.metadata.control.LogRemoval;
import dev.rondo.scheduler.command.CommandRunner;
import dev.rondo.scheduler.command.RunControl;
import dev.rondo.scheduler.command.TestedConnections;
import dev.rondo.scheduler.engine.CrashPoint;
import dev.rondo.scheduler.engine.RunWork;
import java.util.Collection;
import java.util.stream.Stream;

/** Carries out commands on an {@link EngineHarness}: each is done when {@link #run} returns. */
public final class Commands {

    /** For commands that test no connection. */
    public static final TestedConnections NO_TESTS = (claimed, wanted) -> {
        throw new AssertionError("no connection is tested here");
    };

    private final EngineHarness harness;
    private final DeletedLogs logs;
    private final CommandRunner runner;
    private Runnable before = () -> {};

    public Commands(EngineHarness harness) {
        this(harness, CrashPoint.Injector.NONE, new DeletedLogs());
    }

    /** Whoever carries them out dies where it is told to. */
    public Commands(EngineHarness harness, CrashPoint.Injector crashes, DeletedLogs logs) {
        this.harness = harness;
        this.logs = logs;
        RunControl control = new RunControl() {
            @Override
            public void ask(RunWork work) {
                before.run();
                harness.engine().ask(work);
                // Whoever asks waits for the engine, which works on the test's own thread.
                harness.settle();
            }

            @Override
            public void mayStart(Collection<String> dagIds) {
                harness.engine().mayStart(dagIds);
            }

            @Override
            public void takeOver() {
                before.run();
                harness.engine().takeOver();
            }
        };
        LogRemoval removal = new LogRemoval(harness.database().transactions(), logs);
        this.runner = new CommandRunner(
                CommandRunner.Stores.of(harness.database().transactions()),
                () -> removal.pass(Integer.MAX_VALUE),
                control,
                () -> {},
                NO_TESTS,
                crashes);
    }

    public DeletedLogs logs() {
        return logs;
    }

    /** What others do meanwhile: before the engine is asked for something, or to take runs over. */
    public void beforeEachAsk(Runnable what) {
        before = what;
    }

    /** Whoever carries them out. */
    public CommandRunner runner() {
        return runner;
    }

    /** Clears these tasks of a run, or all of it, and nothing else; a run that is over goes on. */
    public CommandReply clear(TestDag dag, String runId, String... taskIds) {
        return run(new Command.ClearTasks(
                dag.dagId(),
                runId,
                Stream.of(taskIds)
                        .map(taskId -> new Command.TaskSelector(taskId, null))
                        .toList(),
                Command.Scope.ONLY,
                null,
                null,
                false,
                false,
                true,
                false,
                false,
                null));
    }

    public CommandReply run(Command command) {
        try {
            CommandReply reply = runner.run(new Claimed(0, "ann", "test", command, harness.now()), harness.now())
                    .orElseThrow();
            harness.settle();
            return reply;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
