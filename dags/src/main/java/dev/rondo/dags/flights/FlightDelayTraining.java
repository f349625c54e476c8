package dev.rondo.dags.flights;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import dev.rondo.dags.flights.data.BadFileException;
import dev.rondo.dags.flights.data.DayQuality;
import dev.rondo.dags.flights.learning.Candidate;
import dev.rondo.dags.flights.learning.Evaluation;
import dev.rondo.dags.flights.learning.ModelVersion;
import dev.rondo.dags.flights.report.Drift;
import dev.rondo.operators.standard.DataSensor;
import dev.rondo.sdk.Dag;
import dev.rondo.sdk.DagDefinition;
import dev.rondo.sdk.DefaultArgs;
import dev.rondo.sdk.FailWithoutRetryException;
import dev.rondo.sdk.Schedule;
import dev.rondo.sdk.SkipException;
import dev.rondo.sdk.TaskContext;
import dev.rondo.sdk.TriggerRule;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * Continuous training on real data: each day of 2013 New York's flights arrive, a model of their delays is trained on
 * the sixty days before, measured on the day itself beside the model in force, and pushed, or an alarm raised.
 *
 * <p>The run of day D holds D back: its candidate learns from days before D alone, and so did the model in force, which
 * an earlier run pushed. Values between tasks are small records; what is big goes by its path.
 */
public final class FlightDelayTraining implements DagDefinition {

    /** What becomes of a candidate. */
    enum Gate {
        /** It goes into force. */
        PUSH,
        /** It does not, and people are told. */
        ALARM
    }

    private static final DefaultArgs DEFAULT_ARGS = DefaultArgs.create()
            .owner("ml-platform")
            .dependsOnPast(true)
            .retries(2)
            .retryDelay(ofSeconds(10));

    @Override
    public Dag define() {
        Dag dag = Dag.create("flight_delay_training")
                .description("Learns day by day which flights from New York will be late")
                .schedule(Schedule.dataInterval("@daily"))
                .startDate("2013-01-01")
                .endDate("2013-12-31")
                .catchup(true)
                .maxActiveRuns(1) // a day is compared with the model that the day before left in force
                .pausedUponCreation(false)
                .defaultArgs(DEFAULT_ARGS)
                .tags("example", "ml", "continuous-training");
        dag.params(FlightParams.in(FlightFolder.USUAL));

        var flights = dag.task("wait_for_flights").use(delivered("flights"));
        var weather = dag.task("wait_for_weather").use(delivered("weather"));
        var quality = dag.task("validate").call(FlightDelayTraining::validate);
        var append = dag.task("append").call(FlightDelayTraining::append);
        var features = dag.task("features").call(FlightDelayTraining::features);
        var drift = dag.task("drift").call(FlightDelayTraining::drift);
        var candidate = dag.task("train").call(FlightDelayTraining::train).executionTimeout(ofMinutes(5));
        var evaluation = dag.task("evaluate", candidate).call(FlightDelayTraining::evaluate);
        var gate =
                dag.task("good_enough", evaluation).choose(e -> e.objections().isEmpty() ? Gate.PUSH : Gate.ALARM);
        var pushed = dag.task("push", candidate).call(FlightDelayTraining::push);
        var alarm = dag.task("alarm", evaluation).call(FlightDelayTraining::alarm);
        var report = dag.task(
                        "report",
                        quality.optional(),
                        features.optional(),
                        drift.optional(),
                        evaluation.optional(),
                        pushed.optional())
                .call(FlightDelayTraining::report)
                .triggerRule(TriggerRule.NONE_FAILED); // one of push and alarm is always skipped

        quality.after(flights, weather).then(append).then(features).then(candidate, drift);
        gate.on(Gate.PUSH, pushed).on(Gate.ALARM, alarm);
        alarm.then(report);
        return dag;
    }

    private static DataSensor delivered(String feed) {
        return DataSensor.of("{{ params.folder }}/landing/" + feed + "-{{ ds }}.csv")
                .pokeInterval(ofSeconds(2))
                .timeout(ofHours(12));
    }

    static DayQuality validate(TaskContext ctx) throws IOException {
        try {
            DayQuality quality = pipeline(ctx).validate(day(ctx));
            quality.findings().forEach(finding -> ctx.log().log(Level.WARNING, finding.toString()));
            return quality;
        } catch (BadFileException e) {
            // The same file will be as bad in ten seconds.
            throw new FailWithoutRetryException(String.valueOf(e.getMessage()), e);
        }
    }

    static int append(TaskContext ctx) throws IOException {
        return pipeline(ctx).append(day(ctx));
    }

    static DayFeatures features(TaskContext ctx) throws IOException {
        return pipeline(ctx).features(day(ctx));
    }

    static List<Drift> drift(TaskContext ctx) throws IOException {
        return pipeline(ctx).drift(day(ctx));
    }

    static Candidate train(TaskContext ctx) throws IOException {
        return pipeline(ctx)
                .train(day(ctx))
                .orElseThrow(() -> new SkipException("the training window holds fewer than "
                        + ctx.params(FlightParams.class).firstDays() + " days: nothing to learn from yet"));
    }

    static Evaluation evaluate(TaskContext ctx, Candidate candidate) throws IOException {
        return pipeline(ctx).evaluate(day(ctx), candidate);
    }

    static ModelVersion push(TaskContext ctx, Candidate candidate) throws IOException {
        return pipeline(ctx).push(candidate);
    }

    static String alarm(TaskContext ctx, Evaluation evaluation) throws IOException {
        String words = pipeline(ctx).alarm(day(ctx), evaluation);
        ctx.log().log(Level.WARNING, words);
        return words;
    }

    static String report(
            TaskContext ctx,
            Optional<DayQuality> quality,
            Optional<DayFeatures> features,
            Optional<List<Drift>> drift,
            Optional<Evaluation> evaluation,
            Optional<ModelVersion> pushed)
            throws IOException {
        String line = pipeline(ctx)
                .report(
                        day(ctx),
                        quality.orElseThrow(),
                        features.orElseThrow(),
                        drift.orElseThrow(),
                        evaluation,
                        pushed);
        ctx.log().log(Level.INFO, line);
        return line;
    }

    private static FlightPipeline pipeline(TaskContext ctx) {
        return new FlightPipeline(ctx.params(FlightParams.class), ctx.data());
    }

    private static LocalDate day(TaskContext ctx) {
        return ctx.logicalDate().toLocalDate();
    }
}
