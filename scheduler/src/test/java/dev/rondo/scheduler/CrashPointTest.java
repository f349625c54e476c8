package dev.rondo.scheduler;

import static dev.rondo.metadata.jooq.Tables.ASSET;
import static dev.rondo.metadata.jooq.Tables.COMMAND;
import static dev.rondo.metadata.jooq.Tables.DAG_RUN;
import static dev.rondo.metadata.jooq.Tables.DAG_RUN_ASSET_EVENT;
import static dev.rondo.metadata.jooq.Tables.OUTBOX;
import static dev.rondo.metadata.jooq.Tables.POOL;
import static dev.rondo.metadata.jooq.Tables.TASK_INSTANCE;
import static dev.rondo.metadata.jooq.Tables.TELEMETRY;
import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.rondo.core.command.Command;
import dev.rondo.core.protocol.Dispatch;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.scheduler.email.MailServer;
import dev.rondo.scheduler.engine.CrashPoint;
import dev.rondo.scheduler.engine.Telemetry;
import dev.rondo.scheduler.telemetry.TelemetrySettings;
import dev.rondo.scheduler.telemetry.TraceSettings;
import dev.rondo.scheduler.testing.DagFolder;
import dev.rondo.scheduler.testing.End;
import dev.rondo.scheduler.testing.EngineHarness;
import dev.rondo.scheduler.testing.FakeCollector;
import dev.rondo.scheduler.testing.FakeWorker;
import dev.rondo.scheduler.testing.ManualClock;
import dev.rondo.scheduler.testing.Spans;
import dev.rondo.scheduler.testing.TestDag;
import dev.rondo.scheduler.testing.TestJars;
import dev.rondo.sdk.Asset;
import dev.rondo.sdk.Schedule;
import dev.rondo.sdk.spec.DeadlineSpec;
import dev.rondo.sdk.spec.ScheduleSpec;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whoever dies at a crash point, what comes of it is as if nothing had happened but time. */
@ExtendWith(PostgresExtension.class)
class CrashPointTest {

    private static final Asset ORDERS = Asset.of("orders");
    private static final Asset RATES = Asset.of("rates");
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    private Path home;

    @ParameterizedTest
    @EnumSource
    void whoever_dies_there_the_next_one_goes_on_and_nothing_is_lost_or_doubled(CrashPoint point, TestDatabase database)
            throws Exception {
        switch (point) {
            case BEFORE_COMMIT,
                    AFTER_COMMIT,
                    AFTER_SEND,
                    AFTER_RUN_CREATION,
                    AFTER_ASSET_RUN_CREATION,
                    AFTER_COMMAND_WRITTEN,
                    AFTER_COMMAND_CLAIMED,
                    AFTER_COMMAND_ANSWERED,
                    AFTER_EMAIL_CLAIMED,
                    AFTER_EMAIL_SENT,
                    AFTER_TELEMETRY_CLAIMED,
                    AFTER_TELEMETRY_SENT,
                    AFTER_ROWS_DELETED -> dieEachTime(point, database);
            case AFTER_JAR_STORED, AFTER_DAGS_PUBLISHED -> dieOverNewDags(point, database);
            case AFTER_FILE_REFUSED -> dieOverABadFile(database);
            case AFTER_DAGS_REMOVED -> dieOverAFileThatIsGone(database);
        }
    }

    /** The same story again and again: each time the schedulers die at other passings. */
    private static void dieEachTime(CrashPoint point, TestDatabase database) throws Exception {
        Told undisturbed = tell(database, point, MortalScheduler.NEVER);
        assertThat(undisturbed.passed()).as("the story comes by %s", point).isPositive();
        for (int phase = 0; phase < Math.min(undisturbed.passed(), MortalScheduler.STRIDE); phase += 4) {
            Told told = tell(database, point, phase);

            assertThat(told.end()).as("dead in phase %s of %s", phase, point).isEqualTo(undisturbed.end());
            assertThat(told.passed()).as("it died").isGreaterThan(phase);
        }
    }

    /** How a story ended, and how often it came by the point. */
    private record Told(Ending end, int passed) {}

    /**
     * What is there at the end.
     *
     * @param runs as {@code DAG state}
     * @param tries as {@code DAG/task state #try}
     * @param bodies each time that a body ran
     * @param consumed updates of assets that runs have
     * @param replies those of commands
     * @param told callbacks and emails, with what became of them
     * @param spans as {@code name state}, each id once
     * @param slots used ones of all pools
     * @param left rows that should be purged
     */
    private record Ending(
            List<String> runs,
            List<String> tries,
            List<String> bodies,
            int consumed,
            List<String> replies,
            List<String> told,
            int emails,
            List<String> spans,
            Set<String> deletedLogs,
            int slots,
            int unacknowledged,
            int left) {}

    private static Told tell(TestDatabase database, CrashPoint point, int phase) throws Exception {
        GreenMail smtp = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        smtp.start();
        try (FakeCollector collector = new FakeCollector();
                EngineHarness harness = new EngineHarness(database, new ManualClock("2026-01-05T12:00:00Z"))) {
            harness.query(db -> db.truncate(ASSET).cascade().execute());
            harness.clean();
            MailServer mail =
                    new MailServer("127.0.0.1", smtp.getSmtp().getPort(), null, null, "rondo@example.com", false);
            TelemetrySettings telemetry = new TelemetrySettings(
                    Optional.of(new TraceSettings(collector.url(), Map.of(), "mortal")),
                    Optional.empty(),
                    TelemetrySettings.DEFAULT_CLAIM);
            harness.telemetry(new Telemetry(telemetry.receivers(), MortalScheduler.IDS));
            try (MortalScheduler scheduler = new MortalScheduler(harness, mail, telemetry, point, phase)) {
                return new Told(new Story(harness, scheduler, smtp, collector).tell(), scheduler.passed());
            }
        } finally {
            smtp.stop();
        }
    }

    /** Some days of all that a scheduler does. */
    private static final class Story {
        private final EngineHarness harness;
        private final MortalScheduler scheduler;
        private final GreenMail smtp;
        private final FakeCollector collector;
        private final FakeWorker worker;
        private final Set<String> held = new HashSet<>();
        private final List<String> bodies = new ArrayList<>();

        Story(EngineHarness harness, MortalScheduler scheduler, GreenMail smtp, FakeCollector collector) {
            this.harness = harness;
            this.scheduler = scheduler;
            this.smtp = smtp;
            this.collector = collector;
            this.worker = harness.worker("outlives", 4);
        }

        Ending tell() throws InterruptedException, MessagingException {
            publish();
            scheduler.createRuns();
            scheduler.work(this::body);
            scheduler.tellOthers();
            aRunIsLateAndClearedAndDeleted();
            updatesFindNoPlace();
            scheduler.askAsTask("asked", trigger("bad", "by_task"));
            scheduler.work(this::body);
            scheduler.sendEmails();
            scheduler.tellOthers();
            List<String> told = told();
            List<String> replies = replies();
            harness.clock().advance(Duration.ofDays(100));
            scheduler.purge();
            return new Ending(
                    runs(),
                    tries(),
                    bodies.stream().sorted().toList(),
                    harness.query(db -> db.fetchCount(DAG_RUN_ASSET_EVENT)),
                    replies,
                    told,
                    emails(),
                    spans(),
                    Set.copyOf(scheduler.logs().runs()),
                    slots(),
                    worker.unacknowledged() + worker.running().size(),
                    rows(COMMAND) + rows(OUTBOX) + rows(TELEMETRY));
        }

        private void publish() {
            harness.pool("few", 1);
            TestDag daily = TestDag.named("daily")
                    .schedule(Schedule.of("0 6 * * *").spec())
                    .from("2026-01-04T00:00:00Z")
                    .catchup(10);
            daily.task("make").outlets(ORDERS).pool("few", 1).callbacks("success");
            daily.task("read").after("make");
            harness.publish(daily);
            harness.publish(TestDag.named("waits").chain("a").schedule(new ScheduleSpec.Assets(ORDERS)));
            harness.publish(TestDag.named("full")
                    .chain("a")
                    .schedule(new ScheduleSpec.Assets(RATES))
                    .maxActiveRuns(1));
            harness.publish(
                    TestDag.named("late").chain("a").deadline("by", null, new DeadlineSpec.By.AfterQueued(HOUR)));
            TestDag bad = TestDag.named("bad");
            bad.task("a").email("team@example.com");
            harness.publish(bad);
        }

        private void aRunIsLateAndClearedAndDeleted() throws InterruptedException {
            held.add("late");
            scheduler.ask("trigger", trigger("late", "first"));
            scheduler.work(this::body);
            harness.clock().advance(HOUR.multipliedBy(2));
            scheduler.work(this::body);
            // One that has just begun lets workers tell what they have to, before it judges what is late.
            harness.clock().advance(Duration.ofMinutes(1));
            scheduler.work(this::body);
            held.clear();
            scheduler.work(this::body);
            scheduler.ask(
                    "clear",
                    new Command.ClearTasks(
                            "late",
                            "first",
                            List.of(),
                            Command.Scope.ONLY,
                            null,
                            null,
                            false,
                            false,
                            true,
                            false,
                            false,
                            "again"));
            scheduler.work(this::body);
            scheduler.ask("another", trigger("late", "second"));
            scheduler.work(this::body);
            scheduler.ask("delete", new Command.DeleteRun("late", "second"));
        }

        /** Of two updates the second finds the run of the first, which ends while its DAG is paused. */
        private void updatesFindNoPlace() throws InterruptedException {
            held.add("full");
            scheduler.ask("update", new Command.CreateAssetEvent(rates(), "{}"));
            scheduler.work(this::body);
            scheduler.ask("update2", new Command.CreateAssetEvent(rates(), "{}"));
            scheduler.ask("pause", new Command.SetPaused("full", true));
            held.clear();
            scheduler.work(this::body);
            scheduler.ask("go_on", new Command.SetPaused("full", false));
            scheduler.createRuns();
            scheduler.work(this::body);
        }

        private static Command trigger(String dagId, String runId) {
            return new Command.TriggerRun(dagId, runId, null, null, null, null, null, null, "test");
        }

        private @Nullable End body(Dispatch dispatch) {
            if (dispatch.callback() != null) {
                return End.success(); // at least once: the key says that it is the same
            }
            if (held.contains(dispatch.dagId())) {
                return null;
            }
            bodies.add(dispatch.dagId() + "/" + dispatch.taskId() + " #" + dispatch.tryNumber());
            return dispatch.dagId().equals("bad") ? End.failed() : End.success();
        }

        private long rates() {
            return harness.query(db -> db.select(ASSET.ASSET_ID)
                    .from(ASSET)
                    .where(ASSET.NAME.eq("rates"))
                    .fetchSingle()
                    .value1());
        }

        private List<String> runs() {
            return harness.query(db -> db.select(DAG_RUN.DAG_ID, DAG_RUN.STATE)
                    .from(DAG_RUN)
                    .orderBy(DAG_RUN.DAG_ID, DAG_RUN.STATE)
                    .fetch(row -> row.value1() + " " + row.value2()));
        }

        private List<String> tries() {
            return harness.query(db -> db
                    .select(DAG_RUN.DAG_ID, TASK_INSTANCE.TASK_ID, TASK_INSTANCE.STATE, TASK_INSTANCE.TRY_NUMBER)
                    .from(TASK_INSTANCE)
                    .join(DAG_RUN)
                    .on(DAG_RUN.RUN_NO.eq(TASK_INSTANCE.RUN_NO))
                    .fetch(row -> row.value1() + "/" + row.value2() + " " + row.value3() + " #" + row.value4())
                    .stream()
                    .sorted()
                    .toList());
        }

        private List<String> replies() {
            return harness.query(db -> db.select(COMMAND.IDEMPOTENCY_KEY, COMMAND.REPLY)
                    .from(COMMAND)
                    .orderBy(COMMAND.IDEMPOTENCY_KEY)
                    .fetch(row -> row.value1() + ": " + kindOf(String.valueOf(row.value2()))));
        }

        // Numbers of runs differ from story to story.
        private static String kindOf(String reply) {
            return reply.replaceAll("[0-9]+", "N");
        }

        private List<String> told() {
            return harness.query(db -> db
                    .select(OUTBOX.KIND, OUTBOX.TASK_ID, OUTBOX.OUTCOME)
                    .from(OUTBOX)
                    .fetch(row -> row.value1() + " " + row.value2() + ": " + row.value3())
                    .stream()
                    .sorted()
                    .toList());
        }

        /** Those that are not the same letter. */
        private int emails() throws MessagingException {
            Set<String> ids = new HashSet<>();
            for (MimeMessage message : Arrays.asList(smtp.getReceivedMessages())) {
                ids.add(message.getMessageID());
            }
            return ids.size();
        }

        /** Those that are not the same span. */
        private List<String> spans() {
            Map<String, String> byId = new HashMap<>();
            Spans.of(collector)
                    .forEach(span -> byId.put(
                            span.trace() + span.id(),
                            span.name() + " " + span.attributes().get("rondo.state")));
            return byId.values().stream().sorted().toList();
        }

        private int slots() {
            return harness.query(db -> db.fetchCount(POOL, POOL.USED_SLOTS.ne(0)));
        }

        private int rows(Table<?> table) {
            return harness.query(db -> db.fetchCount(table));
        }
    }

    private DagFolder folder(TestDatabase database, String bundle, CrashPoint.Injector crashes) throws Exception {
        return new DagFolder(database, home, bundle, Duration.ofSeconds(60), Map.of(), InstantSource.system(), crashes);
    }

    private DagFolder next(TestDatabase database, String bundle) throws Exception {
        return folder(database, bundle, CrashPoint.Injector.NONE);
    }

    /** Dies at the point, and does nothing after it. */
    private static final class Dying implements CrashPoint.Injector {
        private final CrashPoint point;
        private final CountDownLatch dead = new CountDownLatch(1);

        Dying(CrashPoint point) {
            this.point = point;
        }

        @Override
        public void at(CrashPoint reached) {
            if (reached == point) {
                dead.countDown();
            }
            if (dead.getCount() == 0) {
                throw new MortalScheduler.DiedError();
            }
        }

        void await() throws InterruptedException {
            assertThat(dead.await(120, TimeUnit.SECONDS))
                    .as("the story comes by %s", point)
                    .isTrue();
        }
    }

    private void dieOverNewDags(CrashPoint point, TestDatabase database) throws Exception {
        String bundle = point.name();
        Dying dying = new Dying(point);
        try (DagFolder first = folder(database, bundle, dying)) {
            first.drop(bundle + ".jar", TestJars.dag(bundle));
            dying.await();
        }
        try (DagFolder next = next(database, bundle)) {
            if (point == CrashPoint.AFTER_JAR_STORED) {
                assertThat(next.published(bundle + ".jar").added()).hasSize(1);
            }

            assertThat(next.dag(bundle).active()).isTrue();
            assertThat(next.graph(bundle).dagId()).isEqualTo(bundle);
            assertThat(stored()).as("the jar, and nothing beside it").hasSize(1);
        }
    }

    private List<Path> stored() throws Exception {
        try (var files = Files.walk(home.resolve("store"))) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private void dieOverABadFile(TestDatabase database) throws Exception {
        Dying dying = new Dying(CrashPoint.AFTER_FILE_REFUSED);
        try (DagFolder first = folder(database, "refusing", dying)) {
            first.drop("bad.jar", TestJars.jar("V", "throw new IllegalStateException();"));
            dying.await();
        }
        try (DagFolder next = next(database, "refusing")) {
            assertThat(next.hasImportError("bad.jar")).isTrue();

            next.drop("bad.jar", TestJars.dag("mended"));

            assertThat(next.published("bad.jar").added()).hasSize(1);
            assertThat(next.hasImportError("bad.jar")).isFalse();
        }
    }

    private void dieOverAFileThatIsGone(TestDatabase database) throws Exception {
        Dying dying = new Dying(CrashPoint.AFTER_DAGS_REMOVED);
        try (DagFolder first = folder(database, "removing", dying)) {
            first.drop("gone.jar", TestJars.dag("gone"));
            first.published("gone.jar");
            Files.delete(first.path("gone.jar"));
            dying.await();
        }
        try (DagFolder next = next(database, "removing")) {
            assertThat(next.dag("gone").active()).isFalse();

            next.drop("gone.jar", TestJars.dag("gone"));

            next.published("gone.jar");
            assertThat(next.dag("gone").active()).isTrue();
        }
    }
}
