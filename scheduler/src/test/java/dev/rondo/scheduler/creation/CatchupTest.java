package dev.rondo.scheduler.creation;

import static dev.rondo.metadata.jooq.Tables.DAG_RUN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.rondo.metadata.schedule.ScheduleStore;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.scheduler.testing.EngineHarness;
import dev.rondo.scheduler.testing.ManualClock;
import dev.rondo.scheduler.testing.TestDag;
import dev.rondo.sdk.BusinessCalendar;
import dev.rondo.sdk.Schedule;
import dev.rondo.sdk.spec.DagSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is made up for: nothing, everything, or the last so many, with calendars and spreads. Monday is the 5th. */
@ExtendWith(PostgresExtension.class)
class CatchupTest {

    private static final Schedule DAILY = Schedule.of("0 6 * * *");
    private static final BusinessCalendar WORKDAYS = BusinessCalendar.mondayToFriday();

    private final ManualClock clock = new ManualClock("2026-01-09T12:00:00Z");
    private EngineHarness harness;
    private RunCreation creation;

    @BeforeEach
    void open(TestDatabase database) {
        harness = new EngineHarness(database, clock);
        harness.clean();
        creation = new RunCreation("test", new ScheduleStore(harness.database().transactions()), dagIds -> {}, clock);
    }

    @AfterEach
    void close() {
        creation.close();
        harness.close();
    }

    private void publish(Schedule schedule, int catchup) {
        harness.publish(TestDag.named("made_up")
                .schedule(schedule.spec())
                .from("2026-01-05T00:00:00Z")
                .catchup(catchup)
                .chain("a"));
    }

    private void pass(String now) {
        clock.set(Instant.parse(now));
        while (creation.pass() > 0) {
            // a catchup takes several passes
        }
    }

    /** Days of January. */
    private List<Integer> days() {
        return harness.query(db -> db
                .select(DAG_RUN.LOGICAL_DATE)
                .from(DAG_RUN)
                .where(DAG_RUN.DAG_ID.eq("made_up"))
                .orderBy(DAG_RUN.LOGICAL_DATE)
                .fetch(DAG_RUN.LOGICAL_DATE)
                .stream()
                .map(date -> Integer.parseInt(date.toString().substring(8, 10)))
                .toList());
    }

    @Test
    void without_it_the_newest_missed_run_is_made_and_no_other() {
        publish(DAILY, 0);

        pass("2026-01-09T12:00:00Z");
        assertThat(days()).containsExactly(9);
        pass("2026-01-10T06:00:00Z");
        pass("2026-01-14T12:00:00Z");

        assertThat(days()).containsExactly(9, 10, 14);
    }

    @Test
    void with_all_every_run_since_the_start_date_is_made_once() {
        publish(DAILY, DagSpec.CATCHUP_ALL);

        pass("2026-01-09T12:00:00Z");
        pass("2026-01-09T12:00:01Z");
        assertThat(days()).containsExactly(5, 6, 7, 8, 9);
        pass("2026-01-12T12:00:00Z");

        assertThat(days()).containsExactly(5, 6, 7, 8, 9, 10, 11, 12);
    }

    @Test
    void with_the_last_so_many_older_ones_are_passed_over_for_good() {
        publish(DAILY, 2);

        pass("2026-01-09T12:00:00Z");
        assertThat(days()).containsExactly(8, 9);
        pass("2026-01-10T12:00:00Z");
        pass("2026-01-15T12:00:00Z");

        assertThat(days()).containsExactly(8, 9, 10, 14, 15);
    }

    @Test
    void business_days_are_made_up_for_and_weekends_are_not() {
        publish(DAILY.onlyOn(WORKDAYS), DagSpec.CATCHUP_ALL);

        pass("2026-01-09T12:00:00Z");
        pass("2026-01-13T12:00:00Z");

        assertThat(days()).containsExactly(5, 6, 7, 8, 9, 12, 13);
    }

    @Test
    void without_catchup_the_newest_business_day_is_made_on_the_weekend_after_it() {
        publish(DAILY.onlyOn(WORKDAYS), 0);
        pass("2026-01-07T12:00:00Z");

        pass("2026-01-11T12:00:00Z");

        assertThat(days()).containsExactly(7, 9);
    }

    @Test
    void runs_that_are_moved_to_one_moment_are_all_there_with_ids_of_their_own() {
        publish(DAILY.movedTo(WORKDAYS), DagSpec.CATCHUP_ALL);

        pass("2026-01-12T05:59:59Z");
        assertThat(days()).containsExactly(5, 6, 7, 8, 9);
        pass("2026-01-12T06:00:00Z");

        assertThat(moved())
                .containsExactly(
                        tuple("scheduled__2026-01-10T06:00:00+00:00", Instant.parse("2026-01-12T06:00:00Z")),
                        tuple("scheduled__2026-01-11T06:00:00+00:00", Instant.parse("2026-01-12T06:00:00Z")),
                        tuple("scheduled__2026-01-12T06:00:00+00:00", Instant.parse("2026-01-12T06:00:00Z")));
    }

    private List<Tuple> moved() {
        return harness.query(db -> db.select(DAG_RUN.RUN_ID, DAG_RUN.RUN_AFTER)
                .from(DAG_RUN)
                .where(DAG_RUN.LOGICAL_DATE.gt(Instant.parse("2026-01-09T12:00:00Z")))
                .orderBy(DAG_RUN.LOGICAL_DATE)
                .fetch(r -> tuple(r.value1(), r.value2())));
    }

    @Test
    void without_catchup_those_that_are_moved_to_one_moment_are_one() {
        publish(DAILY.movedTo(WORKDAYS), 0);
        pass("2026-01-09T12:00:00Z");

        pass("2026-01-10T12:00:00Z");
        pass("2026-01-12T06:00:00Z");

        assertThat(days()).containsExactly(9, 12);
    }

    @Test
    void a_spread_makes_each_run_later_and_dates_it_as_before() {
        publish(DAILY.spread(Duration.ofHours(1)), DagSpec.CATCHUP_ALL);
        Duration share = dev.rondo.core.timetable.Spread.delayOf("made_up", Duration.ofHours(1));
        assertThat(share).isPositive();

        pass("2026-01-09T06:00:00Z");
        assertThat(days()).containsExactly(5, 6, 7, 8);
        pass(Instant.parse("2026-01-09T06:00:00Z").plus(share).toString());

        assertThat(days()).containsExactly(5, 6, 7, 8, 9);
    }
}
