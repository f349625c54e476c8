package dev.rondo.scheduler.creation;

import static dev.rondo.metadata.jooq.Tables.DAG;
import static dev.rondo.metadata.jooq.Tables.DAG_RUN;
import static dev.rondo.metadata.jooq.Tables.STORED_RUN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.core.command.Command;
import dev.rondo.core.command.CommandReply;
import dev.rondo.metadata.command.CommandStore;
import dev.rondo.metadata.dag.DagStore;
import dev.rondo.metadata.query.Page;
import dev.rondo.metadata.schedule.ScheduleStore;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.runtime.parse.ParserProcess;
import dev.rondo.scheduler.command.CommandRunner;
import dev.rondo.scheduler.command.RunControl;
import dev.rondo.scheduler.engine.RunWork;
import dev.rondo.scheduler.testing.Commands;
import dev.rondo.scheduler.testing.DagFolder;
import dev.rondo.scheduler.testing.ManualClock;
import dev.rondo.scheduler.testing.TestJars;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Timetable classes of DAG jars, from the forked parser over the tables to the runs. */
@ExtendWith(PostgresExtension.class)
class TimetableClassTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private final ManualClock clock = new ManualClock("2026-03-20T08:00:00Z");

    @TempDir
    private Path home;

    private TestDatabase database;
    private DagFolder folder;
    private RunCreation creation;

    @BeforeEach
    void open(TestDatabase testDatabase) throws IOException {
        database = testDatabase;
        folder = folder();
        creation = new RunCreation("test", new ScheduleStore(folder.database().transactions()), dagIds -> {}, clock);
    }

    private DagFolder folder() throws IOException {
        return new DagFolder(database, home, "timetables", ParserProcess.Settings.DEFAULT_TIMEOUT, Map.of(), clock);
    }

    @AfterEach
    void close() {
        creation.close();
        folder.close();
    }

    /** A DAG with a run at six on every odd day of the month. */
    private static byte[] oddDays(String dagId, String settings, String first) {
        return TestJars.jarOf("Odd", """
                import java.time.ZonedDateTime;
                import java.util.Optional;
                public class Odd implements DagDefinition {
                    record OddDays() implements CustomTimetable {
                        public Optional<Run> next(ZonedDateTime after) {
                            %s
                            ZonedDateTime at = after.toLocalDate().atTime(6, 0).atZone(after.getZone());
                            while (!at.isAfter(after) || at.getDayOfMonth() %% 2 == 0) {
                                at = at.plusDays(1);
                            }
                            return Optional.of(Run.at(at));
                        }
                        public String description() {
                            return "six on odd days";
                        }
                    }
                    public Dag define() {
                        Dag dag = Dag.create("%s").schedule(Schedule.custom(new OddDays())%s;
                        dag.timezone("Europe/Berlin").pausedUponCreation(false);
                        dag.task("only").run(() -> {});
                        return dag;
                    }
                }
                """.formatted(first, dagId, settings));
    }

    /** The same by hand. */
    private static List<Instant> odd(String from, Instant until) {
        return Stream.iterate(LocalDate.parse(from), day -> day.plusDays(1))
                .filter(day -> day.getDayOfMonth() % 2 == 1)
                .map(day -> day.atTime(6, 0).atZone(BERLIN).toInstant())
                .takeWhile(moment -> !moment.isAfter(until))
                .toList();
    }

    private List<Instant> runs(String dagId) {
        return folder.database()
                .transactions()
                .call(db -> db.select(DAG_RUN.LOGICAL_DATE)
                        .from(DAG_RUN)
                        .where(DAG_RUN.DAG_ID.eq(dagId))
                        .orderBy(DAG_RUN.LOGICAL_DATE)
                        .fetch(DAG_RUN.LOGICAL_DATE));
    }

    private @Nullable Instant next(String dagId) {
        return folder.dag(dagId).nextRunAfter();
    }

    private int storedAhead(String dagId) {
        return folder.database()
                .transactions()
                .call(db -> db.fetchCount(
                        STORED_RUN, STORED_RUN.DAG_ID.eq(dagId), STORED_RUN.RUN_AFTER.gt(clock.instant())));
    }

    /** Passes until nothing is due any more. */
    private void makeWhatIsDue() {
        while (creation.pass() > 0) {
            // a catchup takes several passes
        }
    }

    /** The processor looks again, a minute and more later. */
    private void lookAgain(Duration later) throws IOException {
        folder.skip(later);
        folder.drop("wake-" + System.nanoTime() + ".txt", new byte[0]);
    }

    @Test
    void its_runs_are_made_up_for_and_go_on_over_a_change_of_the_clock() throws Exception {
        folder.drop("odd.jar", oddDays("odd", ").startDate(\"2026-03-01\").catchup(true)", ""));
        folder.published("odd.jar");

        makeWhatIsDue();
        assertThat(runs("odd")).isEqualTo(odd("2026-03-01", clock.instant())).hasSize(10);
        assertThat(next("odd")).isEqualTo(Instant.parse("2026-03-21T05:00:00Z"));
        assertThat(storedAhead("odd")).isEqualTo(200);
        assertThat(folder.dag("odd").timetableSummary()).isEqualTo("six on odd days");

        clock.set(Instant.parse("2026-03-31T04:00:00Z"));
        makeWhatIsDue();
        assertThat(runs("odd"))
                .isEqualTo(odd("2026-03-01", clock.instant()))
                .last()
                .isEqualTo(Instant.parse("2026-03-31T04:00:00Z"));
    }

    @Test
    void before_its_stored_runs_are_used_up_the_class_is_asked_again_and_the_version_stays() throws Exception {
        folder.drop("renewed.jar", oddDays("renewed", ").startDate(\"2026-03-01\").catchup(true)", ""));
        folder.published("renewed.jar");
        makeWhatIsDue();

        clock.set(Instant.parse("2026-12-20T08:00:00Z")); // fewer than 100 of 200 lie ahead
        makeWhatIsDue();
        assertThat(storedAhead("renewed")).isBetween(1, 99);
        lookAgain(Duration.ofMinutes(2));
        folder.published("renewed.jar");
        assertThat(storedAhead("renewed")).isEqualTo(200);

        clock.set(Instant.parse("2028-09-20T08:00:00Z")); // down for so long that all of them are used up
        makeWhatIsDue();
        assertThat(next("renewed")).isNull();
        lookAgain(Duration.ofMinutes(2));
        folder.published("renewed.jar");
        makeWhatIsDue();
        assertThat(runs("renewed"))
                .isEqualTo(odd("2026-03-01", clock.instant()))
                .doesNotHaveDuplicates();
        assertThat(next("renewed")).isEqualTo(Instant.parse("2028-09-21T04:00:00Z"));
        assertThat(folder.queries().versionsOf("renewed", new Page(10, 0)).rows())
                .hasSize(1);
    }

    @Test
    void that_of_a_paused_dag_is_asked_again_too_but_seldom() throws Exception {
        folder.drop("paused.jar", oddDays("paused", ").startDate(\"2026-03-01\")", ""));
        folder.published("paused.jar");
        DagStore store = new DagStore(folder.database().transactions());
        pause("paused", clock.instant());

        assertThat(store.filesToRenew("timetables", clock.instant().plus(Duration.ofMinutes(59))))
                .isEmpty();
        assertThat(store.filesToRenew("timetables", clock.instant().plus(Duration.ofMinutes(60))))
                .containsExactly("paused.jar");
        clock.set(Instant.parse("2026-12-20T08:00:00Z"));
        lookAgain(Duration.ofMinutes(2));
        folder.published("paused.jar");
        assertThat(storedAhead("paused")).isEqualTo(200);
    }

    private void pause(String dagId, Instant renewAt) {
        folder.database()
                .transactions()
                .run(db -> db.update(DAG)
                        .set(DAG.IS_PAUSED, true)
                        .set(DAG.RENEW_AT, renewAt)
                        .where(DAG.DAG_ID.eq(dagId))
                        .execute());
    }

    private CommandReply fill(String dagId, String from, String to) throws InterruptedException {
        RunControl nobody = new RunControl() {
            @Override
            public void ask(RunWork work) {
                throw new AssertionError("a new run needs no engine");
            }

            @Override
            public void mayStart(Collection<String> dagIds) {}

            @Override
            public void takeOver() {}
        };
        Command backfill = new Command.CreateBackfill(
                dagId, Instant.parse(from), Instant.parse(to), "none", false, 1, null, false, false, "test");
        return new CommandRunner(
                        CommandRunner.Stores.of(folder.database().transactions()),
                        () -> {},
                        nobody,
                        () -> {},
                        Commands.NO_TESTS)
                .run(new CommandStore.Claimed(0, "ann", "test", backfill, clock.instant()), clock.instant())
                .orElseThrow();
    }

    @Test
    void its_past_is_backfilled_once_it_has_told_of_it() throws Exception {
        folder.drop("past.jar", oddDays("past", ")", ""));
        folder.published("past.jar");

        CommandReply first = fill("past", "2025-12-01T00:00:00Z", "2025-12-31T23:00:00Z");
        assertThat(((CommandReply.Rejected) first).code()).isEqualTo(CommandReply.TIMETABLE_ASKED);
        lookAgain(Duration.ZERO);
        folder.published("past.jar");
        CommandReply second = fill("past", "2025-12-01T00:00:00Z", "2025-12-31T23:00:00Z");

        assertThat(((CommandReply.BackfillPlanned) second).runs())
                .extracting(CommandReply.BackfillPlanned.Planned::action)
                .containsOnly("created");
        assertThat(runs("past")).isEqualTo(odd("2025-12-01", Instant.parse("2025-12-31T23:00:00Z")));
        assertThat(folder.queries().versionsOf("past", new Page(10, 0)).rows()).hasSize(1);
    }

    @Test
    void what_it_cannot_tell_of_the_past_is_told_to_who_asks_and_no_import_error() throws Exception {
        folder.drop(
                "young.jar",
                oddDays("young", ")", "if (after.getYear() < 2025) { throw new IllegalStateException(\"no moon\"); }"));
        folder.published("young.jar");

        assertThat(fill("young", "2024-12-01T00:00:00Z", "2024-12-31T00:00:00Z"))
                .isInstanceOf(CommandReply.Rejected.class);
        lookAgain(Duration.ZERO);
        folder.published("young.jar");
        CommandReply.Rejected reply =
                (CommandReply.Rejected) fill("young", "2024-12-01T00:00:00Z", "2024-12-31T00:00:00Z");

        assertThat(reply.code()).isEqualTo("TIMETABLE_FAILED");
        assertThat(reply.message()).contains("Odd$OddDays threw java.lang.IllegalStateException: no moon");
        assertThat(folder.hasImportError("young.jar")).isFalse();
        assertThat(fill("young", "2024-12-01T00:00:00Z", "2024-12-31T00:00:00Z"))
                .as("it may have been a passing failure: who asks again has it asked again")
                .isInstanceOfSatisfying(
                        CommandReply.Rejected.class,
                        again -> assertThat(again.code()).isEqualTo(CommandReply.TIMETABLE_ASKED));
    }

    @Test
    void one_that_ends_its_jvm_over_the_past_stays_in_force_and_is_asked_for_runs_to_come() throws Exception {
        folder.drop("fatal.jar", oddDays("fatal", ")", "if (after.getYear() < 2025) { System.exit(3); }"));
        folder.published("fatal.jar");
        int ahead = storedAhead("fatal");

        assertThat(fill("fatal", "2024-12-01T00:00:00Z", "2024-12-31T00:00:00Z"))
                .isInstanceOf(CommandReply.Rejected.class);
        clock.advance(Duration.ofDays(30));
        lookAgain(Duration.ZERO);
        folder.published("fatal.jar");

        assertThat(folder.hasImportError("fatal.jar")).isFalse();
        assertThat(storedAhead("fatal")).isEqualTo(ahead);
        assertThat(fill("fatal", "2024-12-01T00:00:00Z", "2024-12-31T00:00:00Z"))
                .isInstanceOfSatisfying(CommandReply.Rejected.class, reply -> {
                    assertThat(reply.code()).isEqualTo("TIMETABLE_FAILED");
                    assertThat(reply.message()).contains("exit");
                });
    }

    @Test
    void it_is_asked_by_a_dag_processor_that_starts_after_the_question() throws Exception {
        folder.drop("later.jar", oddDays("later", ")", ""));
        folder.published("later.jar");
        assertThat(fill("later", "2025-12-01T00:00:00Z", "2025-12-31T23:00:00Z"))
                .isInstanceOf(CommandReply.Rejected.class);

        folder.close();
        folder = folder();
        folder.published("later.jar");

        assertThat(fill("later", "2025-12-01T00:00:00Z", "2025-12-31T23:00:00Z"))
                .isInstanceOf(CommandReply.BackfillPlanned.class);
    }

    @Test
    void several_runs_a_day_are_not_moved_to_other_days() throws Exception {
        folder.drop(
                "twice.jar",
                oddDays(
                        "twice",
                        ".movedTo(BusinessCalendar.mondayToFriday()))",
                        "if (after.getHour() == 6) { return Optional.of(Run.at(after.plusHours(3))); }"));

        var error = folder.refused("twice.jar");

        assertThat(error.code()).isEqualTo("DAG_INVALID");
        assertThat(error.message()).contains("BAD_CALENDAR", "several runs on one day", "onlyOn");
    }

    @Test
    void without_catchup_only_the_newest_is_made_and_none_when_nobody_knows_which_that_is() throws Exception {
        folder.drop("newest.jar", oddDays("newest", ").startDate(\"2020-01-01\")", ""));
        folder.published("newest.jar");
        makeWhatIsDue();
        assertThat(runs("newest")).containsExactly(Instant.parse("2026-03-19T05:00:00Z"));

        clock.set(Instant.parse("2028-09-20T08:00:00Z"));
        makeWhatIsDue();
        assertThat(runs("newest")).hasSize(1);
        lookAgain(Duration.ofMinutes(2));
        folder.published("newest.jar");
        makeWhatIsDue();
        assertThat(runs("newest"))
                .containsExactly(Instant.parse("2026-03-19T05:00:00Z"), Instant.parse("2028-09-19T04:00:00Z"));
    }

    @Test
    void a_calendar_and_a_spread_go_around_it() throws Exception {
        folder.drop(
                "wrapped.jar",
                oddDays(
                        "wrapped",
                        ".onlyOn(BusinessCalendar.mondayToFriday()).spread(java.time.Duration.ofMinutes(10)))"
                                + ".startDate(\"2026-03-01\").catchup(true)",
                        ""));
        folder.published("wrapped.jar");

        makeWhatIsDue();

        assertThat(runs("wrapped"))
                .isEqualTo(odd("2026-03-01", clock.instant()).stream()
                        .filter(date -> date.atZone(BERLIN).getDayOfWeek().getValue() <= 5)
                        .toList());
        List<Instant> starts = folder.database()
                .transactions()
                .call(db -> db.select(DAG_RUN.RUN_AFTER)
                        .from(DAG_RUN)
                        .where(DAG_RUN.DAG_ID.eq("wrapped"))
                        .fetch(DAG_RUN.RUN_AFTER));
        assertThat(starts)
                .allMatch(start -> start.atZone(BERLIN).getHour() == 6
                        && start.atZone(BERLIN).getMinute() < 10);
        assertThat(Objects.requireNonNull(next("wrapped")).atZone(BERLIN).toLocalDate())
                .as("the 21st is a Saturday")
                .isEqualTo(LocalDate.of(2026, 3, 23));
    }

    @Test
    void what_it_throws_is_an_import_error_with_its_line() throws Exception {
        folder.drop(
                "throws.jar", oddDays("throws", ")", "if (true) { throw new IllegalStateException(\"no moon\"); }"));

        var error = folder.refused("throws.jar");

        assertThat(error.code()).isEqualTo("TIMETABLE_FAILED");
        assertThat(error.message())
                .contains("dag 'throws'")
                .contains("Odd$OddDays threw java.lang.IllegalStateException: no moon")
                .contains("2026-03-20");
        assertThat(error.line()).isPositive();
        assertThat(error.stack()).contains("Odd$OddDays.next");
    }

    @Test
    void an_answer_that_is_not_later_is_an_import_error() throws Exception {
        folder.drop("stuck.jar", oddDays("stuck", ")", "if (true) { return Optional.of(Run.at(after)); }"));

        assertThat(folder.refused("stuck.jar").message()).contains("which is not later");
    }

    @Test
    void one_that_says_that_no_run_follows_has_an_end() throws Exception {
        folder.drop("ends.jar", oddDays("ends", ")", "if (after.getYear() > 2026) { return Optional.empty(); }"));
        folder.published("ends.jar");

        List<Boolean> ends = folder.database()
                .transactions()
                .call(db -> db.select(DAG.STORED_RUNS_END)
                        .from(DAG)
                        .where(DAG.DAG_ID.eq("ends"))
                        .fetch(DAG.STORED_RUNS_END));
        assertThat(ends).containsExactly(true);
    }

    @Test
    void when_it_fails_later_what_is_stored_stays_in_force_and_it_is_asked_again() throws Exception {
        Path flag = home.resolve("flag");
        folder.drop(
                "moody.jar",
                oddDays(
                        "moody",
                        ").startDate(\"2026-03-01\").catchup(true)",
                        "if (java.nio.file.Files.exists(java.nio.file.Path.of(\"" + flag
                                + "\"))) { throw new IllegalStateException(\"moody\"); }"));
        folder.published("moody.jar");
        makeWhatIsDue();
        clock.set(Instant.parse("2026-12-20T08:00:00Z"));
        Files.createFile(flag);

        lookAgain(Duration.ofMinutes(2));
        folder.refused("moody.jar");

        int left = storedAhead("moody");
        assertThat(left).isBetween(1, 99);
        assertThat(folder.dag("moody").active()).isTrue();
        assertThat(folder.dag("moody").importErrors()).isTrue();
        makeWhatIsDue();
        assertThat(runs("moody")).isEqualTo(odd("2026-03-01", clock.instant()));
        Files.delete(flag);
        lookAgain(Duration.ofMinutes(6));
        folder.published("moody.jar");
        assertThat(storedAhead("moody")).isEqualTo(200);
        assertThat(folder.dag("moody").importErrors()).isFalse();
    }

    private static byte[] withHolidays(String dagId) {
        return TestJars.jar("V", """
                Dag dag = Dag.create("%s").startDate("2026-03-01").catchup(true).pausedUponCreation(false)
                        .schedule(Schedule.of("0 6 * * *").onlyOn(
                                BusinessCalendar.everyDay().exceptHolidays("holidays.ics")));
                dag.task("only").run(() -> {});
                return dag;
                """.formatted(dagId));
    }

    @Test
    void the_days_of_a_holiday_file_in_the_jar_have_no_runs() throws Exception {
        Map<String, byte[]> entries = TestJars.entries(withHolidays("holidays"));
        entries.put("holidays.ics", TestJars.bytes("""
                BEGIN:VCALENDAR\r
                BEGIN:VEVENT\r
                DTSTART;VALUE=DATE:20200302\r
                RRULE:FREQ=YEARLY\r
                END:VEVENT\r
                BEGIN:VEVENT\r
                DTSTART;VALUE=DATE:20260305\r
                DTEND;VALUE=DATE:20260320\r
                END:VEVENT\r
                END:VCALENDAR\r
                """));
        folder.drop("holidays.jar", TestJars.zip(entries));
        folder.published("holidays.jar");

        makeWhatIsDue();

        assertThat(runs("holidays"))
                .extracting(Instant::toString)
                .containsExactly(
                        "2026-03-01T06:00:00Z", "2026-03-03T06:00:00Z", "2026-03-04T06:00:00Z", "2026-03-20T06:00:00Z");
    }

    @Test
    void a_holiday_file_that_is_not_in_the_jar_is_an_import_error() throws Exception {
        folder.drop("noFile.jar", withHolidays("no_file"));

        var error = folder.refused("noFile.jar");

        assertThat(error.code()).isEqualTo("DAG_INVALID");
        assertThat(error.message())
                .contains("BAD_CALENDAR")
                .contains("'holidays.ics'")
                .contains("no such resource");
    }
}
