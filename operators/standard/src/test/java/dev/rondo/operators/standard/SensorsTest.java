package dev.rondo.operators.standard;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rondo.sdk.DagRuns.Run;
import dev.rondo.sdk.Operator;
import dev.rondo.sdk.fake.FakeContext;
import dev.rondo.sdk.internal.BodyListener;
import dev.rondo.sdk.internal.BodyResult;
import dev.rondo.sdk.internal.OperatorRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SensorsTest {

    private final FakeContext context = new FakeContext();

    private BodyResult look(Operator<?> sensor) throws Exception {
        return OperatorRun.run(sensor, context, BodyListener.NONE);
    }

    private static BodyResult again(Duration in) {
        return new BodyResult.LookAgain(in, null);
    }

    @Nested
    class File {

        @TempDir
        private Path folder;

        private String in(String path) {
            return folder + "/" + path;
        }

        private void create(String path) throws IOException {
            Path file = folder.resolve(path);
            Files.createDirectories(file.getParent());
            Files.createFile(file);
        }

        @Test
        void it_waits_for_a_file_and_answers_with_its_path() throws Exception {
            FileSensor sensor = FileSensor.of(in("{{ ds }}.csv")).pokeInterval(ofSeconds(5));
            context.template("ds", "2026-01-01");

            BodyResult before = look(sensor);
            create("2026-01-01.csv");

            assertThat(before).isEqualTo(again(ofSeconds(5)));
            assertThat(look(sensor)).isEqualTo(new BodyResult.Value(in("2026-01-01.csv")));
        }

        @ParameterizedTest
        @CsvSource({
            "'*.csv', b.csv",
            "'?.csv', b.csv",
            "'[bc].csv', b.csv",
            "'*/day.csv', x/day.csv",
            "'y*/*/*.csv', y1/z/deep.csv",
            "x, x",
            "'y1/**/*.csv', y1/z/deep.csv"
        })
        void wildcards_stand_for_names(String pattern, String found) throws Exception {
            create("c.csv");
            create("b.csv");
            create("x/day.csv");
            create("y1/z/deep.csv");

            assertThat(look(FileSensor.of(in(pattern)))).isEqualTo(new BodyResult.Value(in(found)));
        }

        @Test
        void only_a_recursive_one_goes_down() throws Exception {
            create("a/b/c/file");

            assertThat(look(FileSensor.of(in("**/file")))).isEqualTo(again(ofMinutes(1)));
            assertThat(look(FileSensor.of(in("**/file")).recursive(true)))
                    .isEqualTo(new BodyResult.Value(in("a/b/c/file")));
            assertThat(look(FileSensor.of(in("a")))).isEqualTo(again(ofMinutes(1)));
            assertThat(look(FileSensor.of(in("a")).recursive(true))).isEqualTo(new BodyResult.Value(in("a")));
        }

        @Test
        void hidden_names_and_empty_folders_do_not_count() throws Exception {
            create(".hidden.csv");
            create("d/.part");
            Files.createDirectory(folder.resolve("e.csv"));

            assertThat(look(FileSensor.of(in("*.csv")))).isEqualTo(again(ofMinutes(1)));
            assertThat(look(FileSensor.of(in("d")))).isEqualTo(again(ofMinutes(1)));
            assertThat(look(FileSensor.of(in(".*.csv")))).isEqualTo(new BodyResult.Value(in(".hidden.csv")));
        }

        @Test
        void a_link_in_a_circle_does_not_hold_it_up() throws Exception {
            Files.createSymbolicLink(folder.resolve("loop"), folder);

            assertThat(look(FileSensor.of(in("**/none")).recursive(true))).isEqualTo(again(ofMinutes(1)));
        }
    }

    @Nested
    class Time {

        @Test
        void it_looks_again_at_that_time_of_the_dags_zone() throws Exception {
            TimeSensor sensor = TimeSensor.of("06:30"); // it is 06:00 in Berlin

            assertThat(look(sensor)).isEqualTo(again(ofMinutes(30)));
            context.pass(ofMinutes(30));
            assertThat(look(sensor)).isEqualTo(new BodyResult.Value(null));
        }

        @Test
        void a_time_that_is_over_is_not_waited_for() throws Exception {
            assertThat(look(TimeSensor.of("05:59"))).isEqualTo(new BodyResult.Value(null));
        }

        @Test
        void a_look_after_midnight_does_not_wait_for_the_next_day() throws Exception {
            TimeSensor sensor = TimeSensor.of("23:59");
            assertThat(look(sensor)).isInstanceOf(BodyResult.LookAgain.class);

            context.pass(ofHours(19));

            assertThat(look(sensor)).isEqualTo(new BodyResult.Value(null));
        }

        @Test
        void a_delta_counts_from_the_end_of_the_data_interval() throws Exception {
            TimeDeltaSensor sensor = TimeDeltaSensor.of(ofHours(8)); // the interval ended at 00:00 in Berlin, 23:00 UTC

            assertThat(look(sensor)).isEqualTo(again(ofHours(2)));
            context.now(Instant.parse("2026-01-02T07:00:00Z"));
            assertThat(look(sensor)).isEqualTo(new BodyResult.Value(null));
        }

        @Test
        void what_is_far_off_is_looked_at_once_a_week_within_the_timeout() throws Exception {
            assertThat(look(TimeDeltaSensor.of(ofDays(30)).timeout(ofDays(60)))).isEqualTo(again(ofDays(7)));
        }
    }

    @Nested
    class Predicate {

        @Test
        void it_waits_until_the_condition_holds() throws Exception {
            AtomicBoolean there = new AtomicBoolean();
            PredicateSensor sensor = PredicateSensor.of(ctx -> there.get()).pokeInterval(ofSeconds(7));

            BodyResult before = look(sensor);
            there.set(true);

            assertThat(before).isEqualTo(again(ofSeconds(7)));
            assertThat(look(sensor)).isEqualTo(new BodyResult.Value(null));
        }
    }

    @Nested
    class ExternalTask {

        private static final Instant DAY = Instant.parse("2025-12-31T23:00:00Z");

        private final FakeDagRuns runs = new FakeDagRuns();

        ExternalTask() {
            context.dagRuns(runs);
        }

        @Test
        void it_waits_for_a_run_of_the_same_date() throws Exception {
            ExternalTaskSensor sensor = ExternalTaskSensor.of("other");

            assertThat(look(sensor)).isEqualTo(again(ofMinutes(1)));
            runs.run(new Run("other", "r", "running", DAY));
            assertThat(look(sensor)).isEqualTo(again(ofMinutes(1)));
            runs.state("other", "r", "success");
            assertThat(look(sensor)).isEqualTo(new BodyResult.Value(null));
        }

        @Test
        void it_waits_for_every_instance_of_every_task() throws Exception {
            ExternalTaskSensor sensor = ExternalTaskSensor.of("other", "a", "b");
            runs.run(new Run("other", "r", "running", DAY)).task("other", "r", "a", "success");

            assertThat(look(sensor)).as("b is not there").isEqualTo(again(ofMinutes(1)));
            runs.task("other", "r", "b", "success", "running");
            assertThat(look(sensor)).isEqualTo(again(ofMinutes(1)));
            runs.task("other", "r", "b", "success", "success");
            assertThat(look(sensor)).isEqualTo(new BodyResult.Value(null));
        }

        @Test
        void states_may_fail_or_skip_it() throws Exception {
            runs.run(new Run("other", "r", "running", DAY)).task("other", "r", "a", "failed");
            ExternalTaskSensor sensor = ExternalTaskSensor.of("other", "a");

            assertThat(look(sensor)).as("it may still be cleared").isEqualTo(again(ofMinutes(1)));
            assertThatExceptionOfType(RunFailedException.class)
                    .isThrownBy(() -> look(sensor.failedStates(List.of("failed"))))
                    .withMessageContaining("is failed");
            assertThat(look(sensor.skippedStates(List.of("failed")))).isInstanceOf(BodyResult.Skip.class);
            assertThat(look(sensor.allowedStates(List.of("success", "failed")))).isEqualTo(new BodyResult.Value(null));
        }

        @Test
        void a_delta_looks_at_an_earlier_run() throws Exception {
            runs.run(new Run("other", "r", "success", DAY.minus(ofDays(1))));

            assertThat(look(ExternalTaskSensor.of("other").executionDelta(ofDays(1))))
                    .isEqualTo(new BodyResult.Value(null));
        }

        @Test
        void what_does_not_exist_fails_for_good_if_asked_to_check() throws Exception {
            ExternalTaskSensor sensor = ExternalTaskSensor.of("other", "a").checkExistence(true);

            assertThat(look(sensor))
                    .isInstanceOfSatisfying(
                            BodyResult.FailWithoutRetry.class,
                            f -> assertThat(f.message()).contains("no dag 'other'"));
            runs.run(new Run("other", "r", "success", DAY));
            assertThat(look(sensor))
                    .isInstanceOfSatisfying(
                            BodyResult.FailWithoutRetry.class,
                            f -> assertThat(f.message()).contains("no task [a]"));
        }
    }
}
