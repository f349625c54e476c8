package dev.rondo.scheduler.creation;

import static dev.rondo.metadata.jooq.Tables.DAG;
import static dev.rondo.metadata.jooq.Tables.DAG_RUN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.metadata.schedule.ScheduleStore;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.scheduler.testing.EngineHarness;
import dev.rondo.scheduler.testing.ManualClock;
import dev.rondo.scheduler.testing.TestDag;
import dev.rondo.sdk.spec.DagSpec;
import dev.rondo.sdk.spec.ScheduleSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Which runs are made, and when, on the real tables. */
@ExtendWith(PostgresExtension.class)
class RunCreationScheduleTest {

    private static final Instant MIDDAY = Instant.parse("2026-01-10T12:00:00Z");

    private final ManualClock clock = new ManualClock(MIDDAY.toString());
    private final List<String> mayStart = new ArrayList<>();
    private EngineHarness harness;
    private RunCreation creation;

    @BeforeEach
    void open(TestDatabase database) {
        harness = new EngineHarness(database, clock);
        harness.clean();
        creation = another("one", mayStart::addAll);
    }

    @AfterEach
    void close() {
        creation.close();
        harness.close();
    }

    private RunCreation another(String name, RunCreation.Told told) {
        return new RunCreation(
                name + "-" + System.nanoTime(),
                new ScheduleStore(harness.database().transactions()),
                told,
                clock);
    }

    private static TestDag every(String dagId, Duration step) {
        return TestDag.named(dagId).chain("a").schedule(new ScheduleSpec.DeltaDataInterval(ScheduleSpec.Step.of(step)));
    }

    private static TestDag daily(String dagId) {
        return TestDag.named(dagId)
                .chain("a")
                .schedule(new ScheduleSpec.CronDataInterval("@daily"))
                .from("2026-01-01T00:00:00Z");
    }

    private static TestDag hourly(String dagId) {
        return TestDag.named(dagId)
                .chain("a")
                .schedule(new ScheduleSpec.CronDataInterval("0 * * * *"))
                .from("2026-01-10T10:00:00Z");
    }

    private List<String> runs(String dagId) {
        return harness.query(db -> db.select(DAG_RUN.RUN_ID)
                .from(DAG_RUN)
                .where(DAG_RUN.DAG_ID.eq(dagId))
                .orderBy(DAG_RUN.LOGICAL_DATE)
                .fetch(DAG_RUN.RUN_ID));
    }

    private List<Instant> dates(String dagId) {
        return harness.query(db -> db.select(DAG_RUN.LOGICAL_DATE)
                .from(DAG_RUN)
                .where(DAG_RUN.DAG_ID.eq(dagId))
                .orderBy(DAG_RUN.LOGICAL_DATE)
                .fetch(DAG_RUN.LOGICAL_DATE));
    }

    private Instant nextRunAfter(String dagId) {
        return harness.query(db -> db.select(DAG.NEXT_RUN_AFTER)
                .from(DAG)
                .where(DAG.DAG_ID.eq(dagId))
                .fetchSingle()
                .value1());
    }

    private void pause(String dagId, boolean paused) {
        harness.query(db -> db.update(DAG)
                .set(DAG.IS_PAUSED, paused)
                .where(DAG.DAG_ID.eq(dagId))
                .execute());
    }

    /** Passes until nothing is due. */
    private int passes(RunCreation by) {
        int passes = 0;
        while (by.pass() > 0) {
            passes++;
            assertThat(passes).as("it comes to an end").isLessThan(1000);
        }
        return passes;
    }

    private static List<Instant> days(int from, int to) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(day -> Instant.parse("2026-01-01T00:00:00Z").plus(Duration.ofDays(day - 1L)))
                .toList();
    }

    @Test
    void without_catchup_only_the_newest_missed_run_is_made() {
        harness.publish(daily("none"));

        passes(creation);

        assertThat(dates("none")).isEqualTo(days(9, 9));
        assertThat(runs("none")).containsExactly("scheduled__2026-01-10T00:00:00+00:00");
        assertThat(nextRunAfter("none")).isEqualTo("2026-01-11T00:00:00Z");
        assertThat(mayStart).contains("none");
    }

    @Test
    void catchup_makes_all_missed_runs_once() {
        harness.publish(daily("all").catchup(DagSpec.CATCHUP_ALL));

        passes(creation);
        passes(creation);

        assertThat(dates("all")).isEqualTo(days(1, 9));
    }

    @Test
    void catchup_of_the_last_three_makes_three() {
        harness.publish(daily("three").catchup(3));

        passes(creation);

        assertThat(dates("three")).isEqualTo(days(7, 9));
        clock.advance(Duration.ofDays(1));
        passes(creation);
        assertThat(dates("three")).isEqualTo(days(7, 10));
    }

    @Test
    void a_long_catchup_is_made_in_pieces_without_a_gap() {
        harness.publish(every("minutes", Duration.ofMinutes(1))
                .from("2026-01-08T00:00:00Z")
                .catchup(DagSpec.CATCHUP_ALL));

        int passes = passes(creation);

        long minutes =
                Duration.between(Instant.parse("2026-01-08T00:00:00Z"), MIDDAY).toMinutes();
        assertThat(dates("minutes")).hasSize((int) minutes).doesNotHaveDuplicates();
        assertThat(passes).isBetween(4, 6);
    }

    @Test
    void a_paused_dag_gets_no_run_and_goes_on_when_it_is_unpaused() {
        harness.publish(hourly("paused"));
        pause("paused", true);
        passes(creation);
        int before = runs("paused").size();
        clock.advance(Duration.ofHours(5));
        passes(creation);
        assertThat(runs("paused")).hasSize(before);

        pause("paused", false);
        passes(creation);

        assertThat(dates("paused").getLast()).isEqualTo("2026-01-10T16:00:00Z");
        assertThat(runs("paused")).hasSize(before + 1);
    }

    @Test
    void no_run_is_made_beyond_the_end_date() {
        harness.publish(daily("ended").to("2026-01-05T00:00:00Z").catchup(DagSpec.CATCHUP_ALL));

        passes(creation);
        clock.advance(Duration.ofDays(30));
        passes(creation);

        assertThat(dates("ended")).isEqualTo(days(1, 5));
        assertThat(nextRunAfter("ended")).isNull();
    }

    @Test
    void a_start_date_that_is_yet_to_come_is_waited_for() {
        harness.publish(daily("later").from("2026-01-20T00:00:00Z"));

        passes(creation);

        assertThat(runs("later")).isEmpty();
        assertThat(nextRunAfter("later")).isEqualTo("2026-01-21T00:00:00Z");
    }

    @Test
    void two_schedulers_at_once_make_each_run_once() throws Exception {
        for (int dag = 0; dag < 20; dag++) {
            harness.publish(daily("both" + dag).catchup(DagSpec.CATCHUP_ALL));
        }
        RunCreation other = another("two", dags -> {});
        CyclicBarrier together = new CyclicBarrier(2);
        Thread thread = Thread.ofPlatform().start(() -> {
            await(together);
            passes(other);
        });
        await(together);
        passes(creation);
        thread.join();
        other.close();

        for (int dag = 0; dag < 20; dag++) {
            assertThat(dates("both" + dag)).isEqualTo(days(1, 9));
        }
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void a_clock_that_jumps_back_an_hour_makes_no_run_twice() {
        harness.publish(hourly("back"));
        passes(creation);
        List<Instant> before = dates("back");

        clock.advance(Duration.ofHours(-1));
        passes(creation);
        assertThat(dates("back")).isEqualTo(before);
        clock.advance(Duration.ofHours(1));
        passes(creation);
        assertThat(dates("back")).isEqualTo(before);
        clock.advance(Duration.ofHours(1));
        passes(creation);

        assertThat(dates("back")).hasSize(before.size() + 1).doesNotHaveDuplicates();
    }

    @Test
    void a_clock_that_jumps_an_hour_ahead_makes_what_is_due_then_and_nothing_again_when_it_is_put_right() {
        harness.publish(hourly("ahead").catchup(DagSpec.CATCHUP_ALL));
        passes(creation);
        clock.advance(Duration.ofHours(1));
        passes(creation);
        List<Instant> ahead = dates("ahead");
        assertThat(ahead.getLast()).isEqualTo("2026-01-10T12:00:00Z");

        clock.set(MIDDAY);
        passes(creation);
        clock.set(MIDDAY.plus(Duration.ofHours(1)));
        passes(creation);

        assertThat(dates("ahead")).isEqualTo(ahead);
    }

    @Test
    void missed_firings_are_made_up_for_by_the_next_look() {
        harness.publish(hourly("missed").catchup(DagSpec.CATCHUP_ALL));
        passes(creation);
        int before = runs("missed").size();

        clock.advance(Duration.ofHours(4)); // four firings that nobody heard

        passes(creation);
        assertThat(runs("missed")).hasSize(before + 4);
    }

    @Test
    void a_schedule_that_changes_is_looked_at_anew() {
        harness.publish(daily("changed"));
        passes(creation);
        harness.publish(TestDag.named("changed")
                .chain("a")
                .schedule(new ScheduleSpec.CronDataInterval("30 * * * *"))
                .from("2026-01-01T00:00:00Z"));

        passes(creation);

        assertThat(nextRunAfter("changed")).isEqualTo("2026-01-10T12:30:00Z");
    }

    @Test
    void once_is_once() {
        harness.publish(TestDag.named("once")
                .chain("a")
                .schedule(new ScheduleSpec.Once())
                .from("2026-01-01T00:00:00Z"));

        passes(creation);
        clock.advance(Duration.ofDays(3));
        passes(creation);

        assertThat(runs("once")).hasSize(1);
    }

    @Test
    void steps_are_counted_from_the_start_date() {
        harness.publish(TestDag.named("steps")
                .chain("a")
                .schedule(new ScheduleSpec.DeltaTrigger(
                        ScheduleSpec.Step.of(Duration.ofHours(6)), ScheduleSpec.Interval.ZERO))
                .from("2026-01-09T20:00:00Z")
                .catchup(DagSpec.CATCHUP_ALL));

        passes(creation);
        assertThat(dates("steps")).containsExactly(at("09T20:00"), at("10T02:00"), at("10T08:00"));
        assertThat(nextRunAfter("steps")).isEqualTo(at("10T14:00"));
        clock.advance(Duration.ofHours(2));
        passes(creation);

        assertThat(dates("steps")).endsWith(at("10T14:00")).hasSize(4);
        assertThat(nextRunAfter("steps")).isEqualTo(at("10T20:00"));
    }

    @Test
    void each_event_of_a_list_gets_its_run_when_its_time_has_come_and_none_comes_after_the_last() {
        harness.publish(TestDag.named("events")
                .chain("a")
                .schedule(new ScheduleSpec.Events(List.of(at("09T05:00"), at("10T11:30"), at("10T13:00")), false))
                .from("2026-01-01T00:00:00Z")
                .catchup(DagSpec.CATCHUP_ALL));

        passes(creation);
        assertThat(dates("events")).containsExactly(at("09T05:00"), at("10T11:30"));
        assertThat(nextRunAfter("events")).isEqualTo(at("10T13:00"));
        clock.advance(Duration.ofDays(5));
        passes(creation);

        assertThat(dates("events")).containsExactly(at("09T05:00"), at("10T11:30"), at("10T13:00"));
        assertThat(nextRunAfter("events")).isNull();
    }

    @Test
    void of_several_crons_each_has_its_ticks() {
        harness.publish(TestDag.named("crons")
                .chain("a")
                .schedule(new ScheduleSpec.CronTrigger(List.of("0 6 * * *", "30 18 * * *")))
                .from("2026-01-09T00:00:00Z")
                .catchup(DagSpec.CATCHUP_ALL));

        passes(creation);
        assertThat(dates("crons")).containsExactly(at("09T06:00"), at("09T18:30"), at("10T06:00"));
        assertThat(nextRunAfter("crons")).isEqualTo(at("10T18:30"));
        clock.advance(Duration.ofDays(1));
        passes(creation);

        assertThat(dates("crons")).endsWith(at("10T18:30"), at("11T06:00")).hasSize(5);
    }

    @Test
    void a_continuous_dag_gets_its_next_run_when_the_one_before_is_over_and_not_sooner() {
        harness.publish(TestDag.named("continuous")
                .chain("a")
                .schedule(new ScheduleSpec.Continuous())
                .from("2026-01-10T00:00:00Z"));
        passes(creation);
        assertThat(runs("continuous")).hasSize(1);
        clock.advance(Duration.ofHours(1));
        passes(creation);
        assertThat(runs("continuous")).as("the first is still open").hasSize(1);

        harness.query(db -> db.update(DAG_RUN)
                .set(DAG_RUN.STATE, "success")
                .where(DAG_RUN.DAG_ID.eq("continuous"))
                .execute());
        clock.advance(Duration.ofSeconds(1));
        passes(creation);
        passes(creation);

        assertThat(intervals("continuous"))
                .containsExactly(
                        List.of(at("10T00:00"), MIDDAY), List.of(MIDDAY, MIDDAY.plus(Duration.ofSeconds(3601))));
    }

    /** A moment of January. */
    private static Instant at(String dayAndTime) {
        return Instant.parse("2026-01-" + dayAndTime + ":00Z");
    }

    private List<List<Instant>> intervals(String dagId) {
        return harness.query(db -> db.select(DAG_RUN.DATA_INTERVAL_START, DAG_RUN.DATA_INTERVAL_END)
                .from(DAG_RUN)
                .where(DAG_RUN.DAG_ID.eq(dagId))
                .orderBy(DAG_RUN.RUN_NO)
                .fetch(run -> List.of(run.value1(), run.value2())));
    }

    @Test
    void the_clock_wakes_it_when_a_run_is_due_and_nobody_else_does() throws Exception {
        harness.publish(daily("by_clock"));
        passes(creation);
        Instant due = Instant.now().plusSeconds(2);
        harness.query(db -> db.update(DAG)
                .set(DAG.NEXT_RUN_AFTER, due)
                .where(DAG.DAG_ID.eq("by_clock"))
                .execute());
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        try (RunCreation timed = new RunCreation(
                "timed-" + System.nanoTime(),
                new ScheduleStore(harness.database().transactions()),
                told::addAll,
                InstantSource.system(),
                Duration.ofHours(1))) {
            timed.start();

            assertThat(told.poll(60, TimeUnit.SECONDS)).isEqualTo("by_clock");
        }
        assertThat(Instant.now()).as("not before its time").isAfterOrEqualTo(due);
    }

    @Test
    void its_thread_makes_runs_when_it_is_woken() throws Exception {
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        try (RunCreation threaded = another("threaded", told::addAll)) {
            threaded.start();
            harness.publish(daily("woken"));
            threaded.wake();

            assertThat(told.poll(30, TimeUnit.SECONDS)).isEqualTo("woken");
        }
        assertThat(dates("woken")).isEqualTo(days(9, 9));
    }
}
