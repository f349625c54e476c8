package dev.rondo.dags.flights;

import static dev.rondo.dags.flights.TestFiles.DATA;
import static dev.rondo.dags.flights.TestFiles.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.rondo.dags.flights.data.BadFileException;
import dev.rondo.dags.flights.data.DayQuality;
import dev.rondo.dags.flights.data.Feed;
import dev.rondo.dags.flights.data.Finding;
import dev.rondo.dags.flights.data.Slice;
import dev.rondo.dags.flights.learning.Candidate;
import dev.rondo.dags.flights.learning.Evaluation;
import dev.rondo.dags.flights.learning.Metrics;
import dev.rondo.dags.flights.learning.ModelFolder;
import dev.rondo.dags.flights.learning.ModelVersion;
import dev.rondo.dags.flights.report.Drift;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

class FlightPipelineTest {

    /** November is quiet; in the second week of December snow comes, and then the holidays. */
    private static final LocalDate FIRST = LocalDate.of(2013, 11, 5);

    private static final LocalDate LAST = LocalDate.of(2013, 12, 18);

    @Nested
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    class SixWeeksIntoWinter {

        private final Map<LocalDate, Evaluation> evaluations = new HashMap<>();
        private final Map<LocalDate, List<Drift>> drifts = new HashMap<>();
        private Path folder = Path.of("");

        @BeforeAll
        void work(@TempDir Path temporary) throws IOException {
            folder = temporary;
            for (LocalDate day : FIRST.datesUntil(LAST.plusDays(1)).toList()) {
                workOn(day);
            }
        }

        private void workOn(LocalDate day) throws IOException {
            var pipeline = new FlightPipeline(new FlightParams(folder.toString(), 21, 7, 0.05), DATA);
            Slice.deliver(Feed.FLIGHTS, day, FlightFolder.landing(at(folder)));
            Slice.deliver(Feed.WEATHER, day, FlightFolder.landing(at(folder)));
            DayQuality quality = pipeline.validate(day);
            pipeline.append(day);
            DayFeatures features = pipeline.features(day);
            List<Drift> drift = pipeline.drift(day);
            drifts.put(day, drift);
            Optional<Candidate> candidate = pipeline.train(day);
            Optional<Evaluation> evaluation = Optional.empty();
            Optional<ModelVersion> pushed = Optional.empty();
            if (candidate.isPresent()) {
                evaluation = Optional.of(pipeline.evaluate(day, candidate.get()));
                evaluations.put(day, evaluation.get());
                if (evaluation.get().objections().isEmpty()) {
                    pushed = Optional.of(pipeline.push(candidate.get()));
                } else {
                    pipeline.alarm(day, evaluation.get());
                }
            }
            pipeline.report(day, quality, features, drift, evaluation, pushed);
        }

        @Test
        void the_first_week_only_fills_the_window_and_then_each_day_is_evaluated() {
            assertThat(evaluations.keySet())
                    .containsExactlyInAnyOrderElementsOf(
                            FIRST.plusDays(7).datesUntil(LAST.plusDays(1)).toList());
        }

        @Test
        void the_models_tell_late_from_punctual_flights_on_days_they_have_not_seen() {
            assertThat(mean(evaluations.values().stream()
                                    .map(Evaluation::candidate)
                                    .toList())
                            .auc())
                    .isGreaterThan(0.6);
            assertThat(mean(evaluations.values().stream()
                                    .map(Evaluation::candidate)
                                    .toList())
                            .logLoss())
                    .isLessThan(mean(evaluations.values().stream()
                                    .map(Evaluation::guess)
                                    .toList())
                            .logLoss());
        }

        @Test
        void the_beginning_of_winter_shows_as_drift_of_what_is_predicted() {
            Metrics november = mean(candidatesIn(11));
            Metrics december = mean(candidatesIn(12));

            assertThat(december.lateShare()).isGreaterThan(november.lateShare() + 0.08);
            // The window still remembers November, so the models expect too few late flights.
            assertThat(december.predictedShare()).isLessThan(december.lateShare() - 0.02);
            assertThat(latePsi(LocalDate.of(2013, 11, 30))).isLessThan(0.1);
            assertThat(latePsi(LocalDate.of(2013, 12, 14))).isGreaterThan(0.15);
        }

        @Test
        void most_days_push_and_the_newest_push_is_current() throws IOException {
            var models = new ModelFolder(at(folder.resolve("models")), DATA);
            long pushes = evaluations.values().stream()
                    .filter(e -> e.objections().isEmpty())
                    .count();

            assertThat(pushes).isGreaterThan(evaluations.size() * 3L / 4);
            assertThat(models.current().orElseThrow().name()).isEqualTo("v%06d".formatted(pushes));
        }

        @Test
        void the_season_page_has_a_line_for_each_month_and_day() throws IOException {
            assertThat(Files.readAllLines(folder.resolve("reports/season.md")))
                    .filteredOn(line -> line.startsWith("| 2013"))
                    .hasSize(2 + 44)
                    .anySatisfy(line -> assertThat(line).startsWith("| 2013-11 | 26 |"))
                    .anySatisfy(line -> assertThat(line).startsWith("| 2013-12 | 18 |"));
        }

        @Test
        void no_hidden_file_is_left_behind() throws IOException {
            try (var files = Files.walk(folder)) {
                assertThat(files)
                        .noneMatch(file -> file.getFileName().toString().startsWith("."));
            }
        }

        private double latePsi(LocalDate day) {
            return drifts.getOrDefault(day, List.of()).stream()
                    .filter(drift -> drift.feature().equals(Drift.LATE))
                    .findFirst()
                    .orElseThrow()
                    .psi();
        }

        private List<Metrics> candidatesIn(int month) {
            List<Metrics> metrics = new ArrayList<>();
            evaluations.forEach((day, evaluation) -> {
                if (day.getMonthValue() == month) {
                    metrics.add(evaluation.candidate());
                }
            });
            return metrics;
        }

        private static Metrics mean(List<Metrics> days) {
            return new Metrics(
                    days.stream().mapToInt(Metrics::flights).sum(),
                    days.stream().mapToDouble(Metrics::lateShare).average().orElseThrow(),
                    days.stream().mapToDouble(Metrics::predictedShare).average().orElseThrow(),
                    days.stream().mapToDouble(Metrics::auc).average().orElseThrow(),
                    days.stream().mapToDouble(Metrics::logLoss).average().orElseThrow());
        }
    }

    @Test
    void two_runs_over_the_same_days_make_the_same_model(@TempDir Path one, @TempDir Path two) throws IOException {
        assertThat(modelOfEightDays(two).card().weightsSha256())
                .isEqualTo(modelOfEightDays(one).card().weightsSha256());
    }

    @Test
    void a_day_repeated_in_whole_changes_nothing(@TempDir Path folder) throws IOException {
        Candidate first = modelOfEightDays(folder);
        var pipeline = new FlightPipeline(FlightParams.in(folder.toString()), DATA);
        ModelVersion version = pipeline.push(first);

        Candidate again = modelOfEightDays(folder);

        assertThat(again).isEqualTo(first);
        assertThat(pipeline.push(again)).isEqualTo(version);
    }

    @Test
    void a_wind_of_a_thousand_miles_an_hour_is_set_aside(@TempDir Path folder) throws IOException {
        // In the full table as published: the airport's instrument, not the weather.
        LocalDate day = LocalDate.of(2013, 2, 12);
        var pipeline = new FlightPipeline(FlightParams.in(folder.toString()), DATA);
        Slice.deliver(Feed.FLIGHTS, day, FlightFolder.landing(at(folder)));
        Slice.deliver(Feed.WEATHER, day, FlightFolder.landing(at(folder)));

        assertThat(pipeline.validate(day).findings())
                .extracting(Finding::kind, Finding::subject, Finding::rows)
                .containsExactly(tuple(Finding.Kind.OUT_OF_RANGE, "wind_speed", 1));
    }

    @Test
    void a_file_cut_short_stops_the_day_before_the_window(@TempDir Path folder) throws IOException {
        var pipeline = new FlightPipeline(FlightParams.in(folder.toString()), DATA);
        Slice.deliver(Feed.FLIGHTS, Slice.FIRST_DAY, FlightFolder.landing(at(folder)));
        Slice.deliver(Feed.WEATHER, Slice.FIRST_DAY, FlightFolder.landing(at(folder)));
        Path file = folder.resolve("landing/flights-2013-01-01.csv");
        Files.writeString(file, Files.readString(file).substring(0, 9_000));

        assertThatThrownBy(() -> pipeline.append(Slice.FIRST_DAY)).isInstanceOf(BadFileException.class);
        assertThat(folder.resolve("window")).doesNotExist();

        Slice.deliver(Feed.FLIGHTS, Slice.FIRST_DAY, FlightFolder.landing(at(folder)));

        assertThat(pipeline.append(Slice.FIRST_DAY)).isGreaterThan(100);
    }

    @Test
    void an_alarm_names_the_objections_and_ends_with_a_push(@TempDir Path folder) throws IOException {
        Candidate candidate = modelOfEightDays(folder);
        LocalDate day = candidate.card().heldBack();
        var pipeline = new FlightPipeline(FlightParams.in(folder.toString()), DATA);
        Evaluation good = pipeline.evaluate(day, candidate);
        var bad = new Evaluation(good.candidate(), good.guess(), null, null, List.of("log loss 9", "and more"));

        String words = pipeline.alarm(day, bad);

        assertThat(words).isEqualTo("The model of 2013-01-08 was not put in force: log loss 9; and more");
        assertThat(folder.resolve("alarms/2013-01-08.txt")).hasContent(words);

        pipeline.push(candidate);

        assertThat(folder.resolve("alarms/2013-01-08.txt")).doesNotExist();
    }

    private static Candidate modelOfEightDays(Path folder) throws IOException {
        var pipeline = new FlightPipeline(FlightParams.in(folder.toString()), DATA);
        LocalDate heldBack = Slice.FIRST_DAY.plusDays(7);
        for (LocalDate day : Slice.FIRST_DAY.datesUntil(heldBack.plusDays(1)).toList()) {
            Slice.deliver(Feed.FLIGHTS, day, FlightFolder.landing(at(folder)));
            Slice.deliver(Feed.WEATHER, day, FlightFolder.landing(at(folder)));
            pipeline.append(day);
            pipeline.features(day);
        }
        return pipeline.train(heldBack).orElseThrow();
    }
}
