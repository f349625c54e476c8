package dev.rondo.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.e2e.harness.Await;
import dev.rondo.e2e.harness.Distribution;
import dev.rondo.e2e.harness.RondoExtension;
import dev.rondo.e2e.harness.RondoProcess;
import dev.rondo.e2e.jar.DagJar;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What schedules can do, on real processes: the runs of the first days of 2026, made up for. */
class TimetablesTest {

    private static final String HOLIDAYS = """
            BEGIN:VCALENDAR
            VERSION:2.0
            PRODID:-//test//test//EN
            BEGIN:VEVENT
            UID:epiphany
            DTSTAMP:20260101T000000Z
            DTSTART;VALUE=DATE:20260106
            DTEND;VALUE=DATE:20260107
            SUMMARY:Epiphany
            END:VEVENT
            END:VCALENDAR
            """.replace("\n", "\r\n");

    @RegisterExtension
    static final RondoExtension RONDO = RondoExtension.standalone();

    @BeforeAll
    static void drop() {
        RONDO.home()
                .drop(
                        "times.jar",
                        DagJar.of(Distribution.built())
                                .entry("holidays.ics", HOLIDAYS.getBytes(UTF_8))
                                .dag("Times", """
                public final class Times implements DagFamily {
                    static final BusinessCalendar WORKDAYS =
                            BusinessCalendar.mondayToFriday().exceptHolidays("holidays.ics");

                    record OddDays() implements CustomTimetable {
                        @Override public Optional<Run> next(ZonedDateTime after) {
                            ZonedDateTime at = after.toLocalDate().atTime(6, 0).atZone(after.getZone());
                            while (!at.isAfter(after) || at.getDayOfMonth() % 2 == 0) {
                                at = at.plusDays(1);
                            }
                            return Optional.of(Run.at(at));
                        }
                        @Override public String description() {
                            return "six on odd days";
                        }
                    }

                    static Dag dag(String id, Schedule schedule, String end) {
                        Dag dag = Dag.create(id).schedule(schedule).startDate("2026-01-01").endDate(end)
                            .timezone("Europe/Berlin").catchup(true).pausedUponCreation(false);
                        dag.task("only").run(ctx -> {
                            if (ctx.dagId().equals("in_turn") && ctx.logicalDate().getDayOfMonth() == 2) {
                                throw new IllegalStateException("the second fails");
                            }
                        });
                        return dag;
                    }

                    @Override public List<Dag> define() {
                        Schedule six = Schedule.of("0 6 * * *");
                        return List.of(
                            dag("odd", Schedule.custom(new OddDays()), "2026-01-10"),
                            dag("workdays", six.onlyOn(WORKDAYS), "2026-01-08"),
                            dag("moved", six.movedTo(WORKDAYS), "2026-01-06T12:00"),
                            dag("spread", Schedule.of("@hourly").spread(Duration.ofMinutes(10)), "2026-01-01T03:30"),
                            dag("last", six, "2026-01-20").catchupLast(3),
                            dag("newest", six, "2026-01-05").runStrategy(RunStrategy.LATEST_ONLY),
                            dag("in_turn", six, "2026-01-05").runStrategy(RunStrategy.SEQUENTIAL_UNTIL_FAILURE));
                    }
                }
                """)
                                .bytes());
        RONDO.dags().awaitThere("in_turn");
    }

    /** What is shown of each run, by date. */
    private static List<String> shown(String dagId, String field) {
        return RONDO.api()
                .get("/dags/" + dagId + "/dagRuns?order_by=logical_date")
                .path("dag_runs")
                .valueStream()
                .map(run -> run.path(field).asText())
                .toList();
    }

    /** The same, once there are so many. */
    private static List<String> runs(String dagId, int count, String field) {
        return Await.until(count + " runs of " + dagId, () -> shown(dagId, field), found -> found.size() == count);
    }

    private static void awaitStates(String dagId, String... states) {
        var ignored = Await.until(dagId + " to settle", () -> shown(dagId, "state"), List.of(states)::equals);
    }

    private static List<String> sixInBerlin(Integer... days) {
        return List.of(days).stream().map("2026-01-%02dT05:00:00Z"::formatted).toList();
    }

    @Test
    void a_timetable_class_makes_its_runs_and_is_backfilled() {
        assertThat(runs("odd", 5, "logical_date")).isEqualTo(sixInBerlin(1, 3, 5, 7, 9));

        RondoProcess backfill = RondoProcess.start(
                "backfill-odd",
                Distribution.built(),
                RONDO.home(),
                Map.of(),
                List.of(
                        "backfill",
                        "create",
                        "--dag-id",
                        "odd",
                        "--from-date",
                        "2025-12-26",
                        "--to-date",
                        "2025-12-31"));
        assertThat(backfill.awaitExit()).as(backfill.output()).isZero();

        assertThat(runs("odd", 7, "logical_date"))
                .as("the range ends as the 31st begins")
                .startsWith("2025-12-27T05:00:00Z", "2025-12-29T05:00:00Z", "2026-01-01T05:00:00Z");
        assertThat(RONDO.dags().version("odd")).isEqualTo(1);
    }

    @Test
    void a_calendar_with_a_holiday_file_of_the_jar_leaves_days_out_or_moves_their_runs() {
        assertThat(runs("workdays", 4, "logical_date")).isEqualTo(sixInBerlin(1, 2, 5, 7));
        assertThat(runs("moved", 6, "logical_date")).isEqualTo(sixInBerlin(1, 2, 3, 4, 5, 6));
        assertThat(runs("moved", 6, "run_after")).isEqualTo(sixInBerlin(1, 2, 5, 5, 5, 7));
    }

    @Test
    void a_spread_delays_every_run_alike() {
        List<Instant> dates =
                runs("spread", 4, "logical_date").stream().map(Instant::parse).toList();
        List<Instant> starts =
                runs("spread", 4, "run_after").stream().map(Instant::parse).toList();

        // What the id "spread" makes of ten minutes, on every machine and in every release.
        Duration delay = Duration.ofSeconds(35);
        assertThat(starts)
                .isEqualTo(dates.stream().map(date -> date.plus(delay)).toList());
    }

    @Test
    void of_a_catchup_of_the_last_three_there_are_three() {
        assertThat(runs("last", 3, "logical_date")).isEqualTo(sixInBerlin(17, 18, 19));
    }

    @Test
    void run_strategies_are_kept() {
        awaitStates("newest", "failed", "failed", "failed", "success");
        awaitStates("in_turn", "success", "failed", "queued", "queued");
        assertThat(shown("in_turn", "logical_date")).isEqualTo(sixInBerlin(1, 2, 3, 4));
    }
}
