package dev.rondo.scheduler.telemetry;

import static dev.rondo.metadata.jooq.Tables.DAG_RUN;
import static dev.rondo.metadata.jooq.Tables.TELEMETRY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.rondo.core.protocol.Dispatch;
import dev.rondo.core.state.RunEvent;
import dev.rondo.core.state.RunState;
import dev.rondo.metadata.telemetry.Receiver;
import dev.rondo.metadata.telemetry.TelemetryStore;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.scheduler.dispatch.TraceIds;
import dev.rondo.scheduler.engine.CrashPoint;
import dev.rondo.scheduler.engine.Telemetry;
import dev.rondo.scheduler.testing.End;
import dev.rondo.scheduler.testing.EngineHarness;
import dev.rondo.scheduler.testing.FakeCollector;
import dev.rondo.scheduler.testing.Spans;
import dev.rondo.scheduler.testing.TestDag;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

/** From the engine's state changes to the spans that a collector gets. */
@ExtendWith(PostgresExtension.class)
class TracesTest {

    private static final TraceIds IDS = new TraceIds("test");
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final FakeCollector collector = new FakeCollector();
    private EngineHarness harness;
    private TelemetryStore store;
    private TelemetrySender sender;

    @BeforeEach
    void open(TestDatabase database) {
        harness = new EngineHarness(database);
        harness.clean();
        harness.telemetry(new Telemetry(Set.of(Receiver.TRACES), IDS));
        store = new TelemetryStore(harness.database().transactions(), TelemetrySettings.DEFAULT_CLAIM);
        sender = sender(collector, TelemetrySender.MOST_WAITING);
    }

    @AfterEach
    void close() {
        sender.close();
        collector.close();
        harness.close();
    }

    private TelemetrySender sender(FakeCollector to, int mostWaiting) {
        TraceSettings settings = new TraceSettings(to.url(), Map.of("x-key", "open sesame"), "shop");
        return new TelemetrySender(
                store,
                new SpanCollector(settings, IDS, "1.2.3"),
                harness.clock(),
                CrashPoint.Injector.NONE,
                mostWaiting);
    }

    private int waiting() {
        return harness.query(db -> db.fetchCount(TELEMETRY));
    }

    private long trigger(TestDag dag) {
        harness.publish(dag);
        harness.worker(dag.dagId() + "-worker", 4);
        return harness.trigger(dag, "first");
    }

    /** Ends so in a second. The fake worker says of each try that it began a millisecond before its end. */
    private End after(End end) {
        harness.clock().advance(SECOND);
        return end;
    }

    @Test
    void a_run_is_one_trace_with_a_span_for_each_try() {
        Instant begin = harness.now();
        TestDag dag = TestDag.named("traced");
        dag.task("extract").retries(1, Duration.ofMinutes(1));
        dag.task("load").after("extract");
        long runNo = trigger(dag);

        harness.runFor(
                Duration.ofMinutes(2),
                dispatch -> after(
                        dispatch.taskId().equals("extract") && dispatch.tryNumber() == 1
                                ? End.failed()
                                : End.success()));
        int told = sender.pass();

        List<Spans.Seen> spans = Spans.of(collector);
        assertThat(told).isEqualTo(4);
        assertThat(spans).extracting(Spans.Seen::trace).containsOnly(IDS.trace(runNo));
        assertThat(spans)
                .extracting(Spans.Seen::name, Spans.Seen::parent, Spans.Seen::status)
                .containsExactly(
                        tuple("extract", IDS.runSpan(runNo, 0), "STATUS_CODE_ERROR exception"),
                        tuple("extract", IDS.runSpan(runNo, 0), "STATUS_CODE_OK "),
                        tuple("load", IDS.runSpan(runNo, 0), "STATUS_CODE_OK "),
                        tuple("traced", "", "STATUS_CODE_OK "));
        assertThat(spans).extracting(Spans.Seen::id).doesNotHaveDuplicates();
        Spans.Seen first = spans.getFirst();
        assertThat(first.start()).isEqualTo(begin.plusMillis(999));
        assertThat(first.end()).isEqualTo(begin.plus(SECOND));
        assertThat(first.attributes())
                .containsEntry("service.name", "shop")
                .containsEntry("service.version", "1.2.3")
                .containsEntry("rondo.dag_id", "traced")
                .containsEntry("rondo.run_id", "first")
                .containsEntry("rondo.task_id", "extract")
                .containsEntry("rondo.try_number", "1")
                .containsEntry("rondo.state", "up_for_retry")
                .containsEntry("rondo.queued_seconds", "0.999");
        Spans.Seen root = spans.getLast();
        assertThat(root.id()).isEqualTo(IDS.runSpan(runNo, 0));
        assertThat(root.start()).isEqualTo(begin);
        assertThat(root.end()).isEqualTo(spans.get(2).end());
        assertThat(root.attributes()).containsEntry("rondo.run_type", "manual").containsEntry("rondo.state", "success");
        assertThat(collector.posted().getFirst().headers()).containsEntry("x-key", "open sesame");
        assertThat(waiting()).isZero();
    }

    @Test
    void a_body_is_told_the_span_of_its_try_before_it_is_made() {
        TestDag dag = TestDag.named("handed");
        dag.task("asks").callbacks("success");
        long runNo = trigger(dag);
        Set<String> handed = new java.util.TreeSet<>();

        harness.run(dispatch -> {
            handed.add(String.valueOf(dispatch.traceparent()));
            return End.success();
        });
        sender.pass();

        String span = Spans.of(collector).getFirst().id();
        assertThat(handed).containsExactly("00-" + IDS.trace(runNo) + "-" + span + "-01");
    }

    @Test
    void looks_and_losses_belong_to_the_span_of_their_try() {
        TestDag dag = TestDag.named("patient");
        dag.task("looks");
        trigger(dag);
        Instant begin = harness.now();
        int[] looks = {0};

        harness.runFor(Duration.ofMinutes(5), dispatch -> {
            int look = looks[0]++;
            return after(
                    look == 0
                            ? End.lookAgain(harness.now().plus(Duration.ofSeconds(30)), "{}")
                            : look == 1 ? End.lost() : End.success());
        });
        sender.pass();

        assertThat(looks[0]).isEqualTo(3);
        Spans.Seen only = Spans.of(collector).getFirst();
        assertThat(Spans.of(collector)).hasSize(2);
        assertThat(only.start()).isEqualTo(begin.plusMillis(999));
        assertThat(only.end()).isAfterOrEqualTo(begin.plusSeconds(30));
        assertThat(only.attributes()).containsEntry("rondo.lost_tries", "1").doesNotContainKey("rondo.queued_seconds");
    }

    @Test
    void what_never_began_has_no_span() {
        TestDag dag = TestDag.named("short");
        dag.task("bad");
        dag.task("below").after("bad");
        trigger(dag);

        harness.run(dispatch -> End.failed());
        sender.pass();

        assertThat(Spans.of(collector)).extracting(Spans.Seen::name).containsExactly("bad", "short");
    }

    @Test
    void a_run_that_is_cleared_goes_on_in_its_trace_under_another_root() {
        TestDag dag = TestDag.named("cleared");
        dag.task("again");
        long runNo = trigger(dag);
        harness.run(dispatch -> End.failed());

        harness.engine().happened(runNo, new RunEvent.Cleared(List.of(new RunEvent.Target(0, -1)), RunState.QUEUED));
        harness.run(dispatch -> End.success());
        sender.pass();

        List<Spans.Seen> spans = Spans.of(collector);
        assertThat(spans).extracting(Spans.Seen::trace).containsOnly(IDS.trace(runNo));
        assertThat(spans)
                .extracting(Spans.Seen::name, Spans.Seen::parent)
                .containsExactly(
                        tuple("again", IDS.runSpan(runNo, 0)),
                        tuple("cleared", ""),
                        tuple("again", IDS.runSpan(runNo, 1)),
                        tuple("cleared", ""));
        assertThat(spans).extracting(Spans.Seen::id).doesNotHaveDuplicates();
    }

    @Test
    void a_try_that_is_cleared_while_it_waits_has_ended_there() {
        TestDag dag = TestDag.named("interrupted");
        dag.task("looks");
        long runNo = trigger(dag);
        harness.run(dispatch -> after(End.lookAgain(harness.now().plus(Duration.ofHours(1)), "{}")));

        harness.engine().happened(runNo, new RunEvent.Cleared(List.of(new RunEvent.Target(0, -1)), RunState.QUEUED));
        harness.run(dispatch -> after(End.success()));
        sender.pass();

        assertThat(Spans.of(collector))
                .extracting(Spans.Seen::name, Spans.Seen::status)
                .containsExactly(
                        tuple("looks", "STATUS_CODE_ERROR cleared"),
                        tuple("looks", "STATUS_CODE_OK "),
                        tuple("interrupted", "STATUS_CODE_OK "));
    }

    @Test
    void a_collector_that_is_away_gets_all_of_it_later_and_is_told_of_once() {
        ListAppender<ILoggingEvent> said = new ListAppender<>();
        said.start();
        Logger log = (Logger) LoggerFactory.getLogger(TelemetrySender.class);
        log.addAppender(said);
        log.setLevel(Level.INFO);
        TestDag dag = TestDag.named("patience");
        dag.task("one");
        trigger(dag);
        harness.run(dispatch -> End.success());
        collector.answers(503);

        sender.pass();
        harness.clock().advance(Duration.ofMinutes(1));
        sender.pass();
        int sent = collector.refused().size();
        sender.pass(); // too early
        assertThat(collector.refused()).hasSize(sent).hasSize(2);
        collector.answers(200);
        harness.clock().advance(Duration.ofMinutes(1));
        sender.pass();
        log.detachAppender(said);
        log.setLevel(null);

        assertThat(Spans.of(collector)).extracting(Spans.Seen::name).containsExactly("one", "patience");
        assertThat(waiting()).isZero();
        assertThat(said.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        "the collector is away; what is for it waits in the database, this is said once:"
                                + " it answers 503",
                        "the collector is there again, and is told what waited");
    }

    @Test
    void one_that_nobody_listens_at_is_away_and_what_waits_is_bounded() {
        FakeCollector gone = new FakeCollector();
        gone.close();
        TestDag dag = TestDag.named("bounded");
        dag.chain("one", "two", "three");
        trigger(dag);
        harness.run(dispatch -> End.success());
        assertThat(waiting()).isEqualTo(4);

        try (TelemetrySender bounded = sender(gone, 2)) {
            assertThat(bounded.pass()).isZero();
        }

        assertThat(waiting()).isEqualTo(2);
        sender.pass();
        assertThat(Spans.of(collector)).extracting(Spans.Seen::name).containsExactly("three", "bounded");
    }

    @Test
    void what_a_collector_refuses_for_good_holds_up_nothing() {
        TestDag dag = TestDag.named("refused");
        dag.task("one");
        trigger(dag);
        harness.run(dispatch -> End.success());
        collector.answers(400);

        sender.pass();

        assertThat(waiting()).isZero();
        assertThat(collector.refused()).hasSize(1);
    }

    @Test
    void what_another_has_claimed_and_died_over_is_told_a_minute_later_under_the_same_ids() {
        TestDag dag = TestDag.named("claimed");
        dag.task("one");
        long runNo = trigger(dag);
        harness.run(dispatch -> End.success());
        assertThat(store.claim(Receiver.TRACES, harness.now(), 10)).hasSize(2);

        assertThat(sender.pass()).isZero();
        harness.clock().advance(TelemetrySettings.DEFAULT_CLAIM);
        assertThat(sender.pass()).isEqualTo(2);

        assertThat(Spans.of(collector))
                .extracting(Spans.Seen::id)
                .containsExactly(IDS.trySpan(runNo, "one", -1, 1), IDS.runSpan(runNo, 0));
    }

    @Test
    void of_a_run_that_is_deleted_nothing_is_told() {
        TestDag dag = TestDag.named("deleted");
        dag.task("one");
        long runNo = trigger(dag);
        harness.run(dispatch -> End.success());
        harness.query(
                db -> db.deleteFrom(DAG_RUN).where(DAG_RUN.RUN_NO.eq(runNo)).execute());

        assertThat(sender.pass()).isZero();

        assertThat(waiting()).isZero();
        assertThat(collector.posted()).isEmpty();
    }

    @Test
    void where_nobody_is_told_nothing_is_written_and_no_body_hears_of_a_span() {
        harness.telemetry(Telemetry.NONE);
        TestDag dag = TestDag.named("quiet");
        dag.task("one");
        trigger(dag);
        List<Dispatch> dispatched = new java.util.ArrayList<>();

        harness.run(dispatch -> {
            dispatched.add(dispatch);
            return End.success();
        });

        assertThat(dispatched).hasSize(1).extracting(Dispatch::traceparent).containsOnlyNulls();
        assertThat(waiting()).isZero();
    }
}
