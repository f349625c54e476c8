package dev.rondo.scheduler.testing;

import dev.rondo.core.command.Command;
import dev.rondo.core.command.CommandReply;
import dev.rondo.metadata.asset.AssetStore;
import dev.rondo.metadata.command.CommandStore;
import dev.rondo.metadata.command.CommandStore.Claimed;
import dev.rondo.metadata.control.ControlStore;
import dev.rondo.metadata.control.SettingStore;
import dev.rondo.scheduler.command.CommandRunner;
import dev.rondo.scheduler.command.RunControl;
import dev.rondo.scheduler.engine.RunWork;
import java.util.Collection;

/** Carries out commands on an {@link EngineHarness}: each is done when {@link #run} returns. */
public final class Commands {

    private final EngineHarness harness;
    private final DeletedLogs logs = new DeletedLogs();
    private final CommandRunner runner;
    private Runnable before = () -> {};
    private Runnable after = () -> {};

    public Commands(EngineHarness harness) {
        this.harness = harness;
        RunControl control = new RunControl() {
            @Override
            public void ask(RunWork work) {
                before.run();
                harness.engine().ask(work);
                // Whoever asks waits for the engine, which works on the test's own thread.
                harness.settle();
                after.run();
            }

            @Override
            public void mayStart(Collection<String> dagIds) {
                harness.engine().mayStart(dagIds);
            }
        };
        this.runner = new CommandRunner(
                new ControlStore(harness.database().transactions()),
                new CommandStore(harness.database().transactions()),
                new AssetStore(harness.database().transactions()),
                logs,
                new SettingStore(harness.database().transactions()),
                control,
                () -> {});
    }

    public DeletedLogs logs() {
        return logs;
    }

    /** What others do meanwhile: before the engine is asked for something. */
    public void beforeEachAsk(Runnable what) {
        before = what;
    }

    /** What others do meanwhile: after the engine has done what it was asked for. */
    public void afterEachAsk(Runnable what) {
        after = what;
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
