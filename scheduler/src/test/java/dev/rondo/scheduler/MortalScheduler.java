package dev.rondo.scheduler;

import static dev.rondo.metadata.jooq.Tables.COMMAND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.core.command.Command;
import dev.rondo.metadata.command.CommandStore;
import dev.rondo.metadata.control.LogRemoval;
import dev.rondo.metadata.control.OldRuns;
import dev.rondo.metadata.control.RetentionStore;
import dev.rondo.metadata.email.EmailStore;
import dev.rondo.metadata.partition.PartitionStore;
import dev.rondo.metadata.schedule.ScheduleStore;
import dev.rondo.metadata.telemetry.TelemetryStore;
import dev.rondo.scheduler.command.CommandLoop;
import dev.rondo.scheduler.creation.RunCreation;
import dev.rondo.scheduler.dispatch.TraceIds;
import dev.rondo.scheduler.email.Emails;
import dev.rondo.scheduler.email.MailServer;
import dev.rondo.scheduler.engine.CrashPoint;
import dev.rondo.scheduler.telemetry.TelemetrySender;
import dev.rondo.scheduler.telemetry.TelemetrySettings;
import dev.rondo.scheduler.testing.Commands;
import dev.rondo.scheduler.testing.DeletedLogs;
import dev.rondo.scheduler.testing.EngineHarness;
import dev.rondo.scheduler.testing.FakeWorker;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * All parts of a scheduler, driven by the test's own thread. It dies when it passes a point, with all that it has in
 * memory, and another one does what it was at, until it dies there, too; the worker outlives them.
 */
final class MortalScheduler implements AutoCloseable {

    /** Another scheduler takes a command that was claimed, and an email, for given up after less than that. */
    private static final Duration UNTIL_TAKEN_OVER = Duration.ofMinutes(1);

    /** Ids of the spans that all of them make. */
    static final TraceIds IDS = new TraceIds("mortal");

    /** So often it passes until one dies again: who begins takes three passes for what is in the tables. */
    static final int STRIDE = 8;

    private static final int MOST_DEATHS = 50;

    /** A phase in which nobody dies. */
    static final int NEVER = -1;

    /** It is dead. No exception: these are caught by what lives on. */
    static final class DiedError extends Error {
        private static final long serialVersionUID = 1;
    }

    private final EngineHarness harness;
    private final MailServer mail;
    private final TelemetrySettings telemetry;
    private final CrashPoint point;
    private final int phase;
    private final CommandStore store;
    private final DeletedLogs logs = new DeletedLogs();
    private int passed;
    private int number;
    private Parts parts;

    /** What lives and dies together. */
    private record Parts(
            Commands runner,
            CommandLoop commands,
            RunCreation creation,
            Emails emails,
            List<TelemetrySender> senders,
            Purge purge) {}

    /** One thing that it is at. May begin twice. */
    @FunctionalInterface
    interface Step {
        void take() throws InterruptedException;
    }

    /**
     * The first one.
     *
     * @param point every eighth time that it is passed, somebody dies
     * @param phase how often it is passed before that; {@link #NEVER}
     */
    MortalScheduler(EngineHarness harness, MailServer mail, TelemetrySettings telemetry, CrashPoint point, int phase) {
        this.harness = harness;
        this.mail = mail;
        this.telemetry = telemetry;
        this.point = point;
        this.phase = phase;
        this.store = new CommandStore(harness.database().transactions());
        this.parts = born();
        harness.crashes(this::at);
    }

    private Parts born() {
        var transactions = harness.database().transactions();
        String name = "mortal-" + ++number;
        Commands runner = new Commands(harness, this::at, logs);
        return new Parts(
                runner,
                new CommandLoop(name, store, runner.runner(), harness.clock(), this::at),
                new RunCreation(
                        name,
                        new ScheduleStore(transactions),
                        dags -> harness.engine().mayStart(dags),
                        harness.clock(),
                        this::at),
                new Emails(new EmailStore(transactions), Optional.of(mail), harness.clock(), this::at),
                TelemetrySender.of(
                        telemetry,
                        new TelemetryStore(transactions, telemetry.claim()),
                        IDS,
                        "test",
                        harness.clock(),
                        this::at),
                new Purge(
                        new RetentionStore(transactions),
                        new OldRuns(transactions),
                        new PartitionStore(transactions),
                        new Scheduler.Kept(Duration.ofDays(90), Duration.ZERO),
                        harness.clock(),
                        this::at));
    }

    private void at(CrashPoint reached) {
        if (reached == point && passed++ % STRIDE == phase) {
            throw new DiedError();
        }
    }

    /** How often they came by the point. */
    int passed() {
        return passed;
    }

    DeletedLogs logs() {
        return logs;
    }

    /** Takes a step; when it dies over it, the next one takes it anew. */
    void live(Step step) throws InterruptedException {
        boolean taken = false;
        while (!taken) {
            try {
                step.take();
                taken = true;
            } catch (DiedError e) {
                assertThat(number).as("there is no progress between two deaths").isLessThan(MOST_DEATHS);
                close();
                harness.clock().advance(UNTIL_TAKEN_OVER);
                parts = born();
                harness.restart();
            }
        }
    }

    void createRuns() throws InterruptedException {
        live(() -> {
            while (parts.creation.pass() > 0) {
                // a catchup takes several passes
            }
        });
        live(harness::settle);
    }

    /** What the worker does, until nothing happens any more. */
    void work(FakeWorker.Body body) throws InterruptedException {
        live(() -> {
            harness.engine().sweep();
            harness.run(body);
        });
    }

    /** Somebody asks for it over the API. */
    void ask(String key, Command command) throws InterruptedException {
        assertThat(store.ask(new CommandStore.Asked(key, "ann", "rest_api", null, command), harness.now()))
                .isInstanceOf(CommandStore.Outcome.Known.class);
        live(() -> {
            while (harness.query(db -> db.fetchExists(COMMAND, COMMAND.REPLY.isNull()))) {
                assertThat(parts.commands.pass())
                        .as("commands that can be claimed")
                        .isPositive();
            }
        });
        live(harness::settle);
    }

    /** A body asks for it, and asks again when it is not answered. */
    void askAsTask(String key, Command command) throws InterruptedException {
        live(() -> {
            var ignored = parts.runner
                    .runner()
                    .once(new CommandStore.Asked(key, "dag", "task", null, command), harness.now());
        });
        live(harness::settle);
    }

    void sendEmails() throws InterruptedException {
        live(() -> {
            int ignored = parts.emails.pass();
        });
    }

    /** What runs and tries did is told outside. */
    void tellOthers() throws InterruptedException {
        live(() -> {
            for (TelemetrySender each : parts.senders) {
                int ignored = each.pass();
            }
        });
    }

    void purge() throws InterruptedException {
        live(() -> {
            parts.purge.pass();
            int ignored = new LogRemoval(harness.database().transactions(), logs).pass(Integer.MAX_VALUE);
        });
    }

    @Override
    public void close() {
        parts.creation.close();
        parts.emails.close();
        parts.senders.forEach(TelemetrySender::close);
    }
}
