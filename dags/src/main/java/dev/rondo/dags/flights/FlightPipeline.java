package dev.rondo.dags.flights;

import dev.rondo.dags.flights.data.CheckedDay;
import dev.rondo.dags.flights.data.DayCheck;
import dev.rondo.dags.flights.data.DayQuality;
import dev.rondo.dags.flights.data.TrainingWindow;
import dev.rondo.dags.flights.learning.Candidate;
import dev.rondo.dags.flights.learning.Evaluation;
import dev.rondo.dags.flights.learning.FeatureExtractor;
import dev.rondo.dags.flights.learning.FeatureRow;
import dev.rondo.dags.flights.learning.FeatureStore;
import dev.rondo.dags.flights.learning.ModelFolder;
import dev.rondo.dags.flights.learning.ModelVersion;
import dev.rondo.dags.flights.report.DayReport;
import dev.rondo.dags.flights.report.Drift;
import dev.rondo.dags.flights.report.Outcome;
import dev.rondo.dags.flights.report.ReportBook;
import dev.rondo.sdk.data.Data;
import dev.rondo.sdk.data.DataPath;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * The work of each task, as plain methods on files, wherever these lie: what the DAG puts in order, and what a test may
 * call without it.
 *
 * <p>Each method may be repeated, and killed at any moment and repeated: it reads what earlier tasks left in the
 * folder, and what it leaves replaces what an earlier try left, in one move.
 */
public final class FlightPipeline {

    /** Drift is measured on a week: on one day the weather of that day would be all there is to see. */
    private static final int RECENT_DAYS = 7;

    private final FlightParams params;
    private final Data data;
    private final DataPath folder;
    private final TrainingWindow window;
    private final FeatureStore features;
    private final ModelFolder models;

    /** The pipeline in the folder of {@code data} that {@code params} name. */
    public FlightPipeline(FlightParams params, Data data) {
        this.params = params;
        this.data = data;
        this.folder = data.path(params.folder());
        this.window = new TrainingWindow(folder.resolve("window"));
        this.features = new FeatureStore(folder.resolve("features"));
        this.models = new ModelFolder(folder.resolve("models"), data);
    }

    /**
     * Checks the day's files.
     *
     * @throws dev.rondo.dags.flights.data.BadFileException if they must not be used
     */
    public DayQuality validate(LocalDate day) throws IOException {
        return check(day).quality();
    }

    /**
     * Puts the day into the training window and returns the number of its flights. Reads and checks the files again:
     * they may have been delivered anew since {@link #validate}, and what is not checked must not get in.
     */
    public int append(LocalDate day) throws IOException {
        return window.append(check(day));
    }

    /** Computes the features of the day. */
    public DayFeatures features(LocalDate day) throws IOException {
        List<FeatureRow> rows = FeatureExtractor.of(window.flights(day), window.weather(day));
        features.write(day, rows);
        return new DayFeatures(
                rows.size(), (int) rows.stream().filter(FeatureRow::late).count());
    }

    /** How far the week up to the day has drifted from the training window before it; nothing without such a window. */
    public List<Drift> drift(LocalDate day) throws IOException {
        LocalDate recentStart = day.minusDays(RECENT_DAYS - 1);
        return Drift.between(
                features.read(features.daysBefore(recentStart, params.windowDays())),
                features.read(features.daysBefore(day.plusDays(1), RECENT_DAYS)));
    }

    /** Trains a candidate on the days before {@code day}, which is held back; empty while these are too few. */
    public Optional<Candidate> train(LocalDate day) throws IOException {
        List<LocalDate> days = features.daysBefore(day, params.windowDays());
        if (days.size() < params.firstDays()) {
            return Optional.empty();
        }
        return Optional.of(Candidate.train(day, days, features, folder.resolve("candidates")));
    }

    /** Measures the candidate and the model in force on the held-back day. */
    public Evaluation evaluate(LocalDate day, Candidate candidate) throws IOException {
        return Evaluation.of(candidate, models.inForceOn(day), features.read(day), params.tolerance(), data);
    }

    /** Puts the candidate in force. */
    public ModelVersion push(Candidate candidate) throws IOException {
        boolean ignored = alarmFile(candidate.card().heldBack()).delete();
        return models.push(candidate);
    }

    /** Leaves an alarm for people to see, and returns its words. */
    public String alarm(LocalDate day, Evaluation evaluation) throws IOException {
        String words = "The model of " + day + " was not put in force: " + String.join("; ", evaluation.objections());
        alarmFile(day).writeString(words + "\n");
        return words;
    }

    /** Records the day, and returns its line. */
    public String report(
            LocalDate day,
            DayQuality quality,
            DayFeatures of,
            List<Drift> drift,
            Optional<Evaluation> evaluation,
            Optional<ModelVersion> pushed)
            throws IOException {
        Outcome outcome =
                pushed.isPresent() ? Outcome.PUSHED : evaluation.isPresent() ? Outcome.ALARM : Outcome.FILLING;
        var report = new DayReport(
                day,
                outcome,
                of.flights(),
                of.lateShare(),
                quality,
                evaluation.orElse(null),
                pushed.map(ModelVersion::name).orElse(null),
                drift);
        return new ReportBook(folder.resolve("reports")).write(report);
    }

    private CheckedDay check(LocalDate day) throws IOException {
        return DayCheck.of(day, FlightFolder.landing(folder), window.knownBefore(day, params.windowDays()));
    }

    private DataPath alarmFile(LocalDate day) {
        return folder.resolve("alarms").resolve(day + ".txt");
    }
}
