package dev.rondo.scheduler.command;

import dev.rondo.core.command.CommandReply;
import dev.rondo.core.time.Stopping;
import dev.rondo.metadata.CommitUnknownException;
import dev.rondo.metadata.DatabaseUnavailableException;
import dev.rondo.metadata.RetiredKeyException;
import dev.rondo.metadata.command.CommandStore;
import dev.rondo.scheduler.engine.CrashPoint;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Claims commands, oldest first, and has them carried out and answered. */
public final class CommandLoop implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CommandLoop.class);

    private static final int AT_ONCE = 100;

    // A hint wakes at once, also from other processes, and so does a listener that is back; this finds what another
    // scheduler died with. Each look of an idle scheduler costs a millisecond of CPU.
    private static final long LOOK_MILLIS = 15_000;

    // A command takes milliseconds; one claimed for so long was claimed by a scheduler that died with it.
    private static final Duration STALE = Duration.ofSeconds(30);

    private final String schedulerId;
    private final CommandStore store;
    private final CommandRunner runner;
    private final InstantSource clock;
    private final CrashPoint.Injector crashes;
    private final Semaphore wake = new Semaphore(0);
    private final Thread thread = Thread.ofPlatform().daemon().name("commands").unstarted(this::run);

    public CommandLoop(String schedulerId, CommandStore store, CommandRunner runner, InstantSource clock) {
        this(schedulerId, store, runner, clock, CrashPoint.Injector.NONE);
    }

    /** The same, for tests of one that dies. */
    public CommandLoop(
            String schedulerId,
            CommandStore store,
            CommandRunner runner,
            InstantSource clock,
            CrashPoint.Injector crashes) {
        this.schedulerId = schedulerId;
        this.store = store;
        this.runner = runner;
        this.clock = clock;
        this.crashes = crashes;
    }

    public void start() {
        thread.start();
    }

    /** Looks at once. */
    public void wake() {
        wake.release();
    }

    private void run() {
        boolean failedBefore = false;
        try {
            while (true) {
                try {
                    while (pass() == AT_ONCE) {
                        // more are open
                    }
                    failedBefore = false;
                } catch (RuntimeException e) {
                    boolean quiet = failedBefore
                            || e instanceof DatabaseUnavailableException
                            || e instanceof CommitUnknownException;
                    LOG.atLevel(quiet ? Level.DEBUG : Level.ERROR)
                            .setCause(e)
                            .log("commands could not be claimed or answered; it is tried again");
                    failedBefore = true;
                }
                if (wake.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                    wake.drainPermits();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    /**
     * Carries out what is open.
     *
     * @return how many there were
     */
    public int pass() throws InterruptedException {
        Instant now = now();
        List<CommandStore.Claimed> claimed = store.claim(schedulerId, now, now.minus(STALE), AT_ONCE);
        for (CommandStore.Claimed command : claimed) {
            crashes.at(CrashPoint.AFTER_COMMAND_CLAIMED);
            try {
                carryOut(command);
            } catch (DatabaseUnavailableException | CommitUnknownException e) {
                throw e; // unless it is answered, it is claimed again when the claim is stale
            } catch (RuntimeException e) {
                LOG.atError()
                        .addKeyValue("command_id", command.commandId())
                        .setCause(e)
                        .log("a command failed");
                store.finish(
                        command.commandId(),
                        new CommandReply.Rejected(500, "BUG", "the scheduler could not carry it out: " + e),
                        now());
            }
        }
        return claimed.size();
    }

    /** Does it; again with the secret as the command has it now, when its key was retired since it was claimed. */
    private void carryOut(CommandStore.Claimed command) throws InterruptedException {
        try {
            var _ = runner.run(command, now());
        } catch (RetiredKeyException e) {
            LOG.atInfo()
                    .addKeyValue("command_id", command.commandId())
                    .log("a command was sealed anew while it was carried out; it is read again");
            Optional<CommandStore.Claimed> now = store.reread(command);
            if (now.isPresent()) {
                var _ = runner.run(now.get(), now());
            }
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    @Override
    public void close() {
        Stopping.stop(thread);
    }
}
