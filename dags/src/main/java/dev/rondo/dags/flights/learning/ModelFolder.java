package dev.rondo.dags.flights.learning;

import dev.rondo.sdk.data.Data;
import dev.rondo.sdk.data.DataPath;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The models that were pushed, one folder a version, and the file {@code current} with the name of the one to serve.
 *
 * <p>A push takes a number by writing its card, which one alone can do; the model comes last, and with it the version
 * is there, and is never changed. Then {@code current} is replaced. A push that was killed in between is finished by
 * the next try: it finds its card by day and weights, and does what is left. So whoever serves may read at any moment.
 */
public final class ModelFolder {

    private static final Pattern FILE = Pattern.compile(".*/(v\\d{6,})/([^/]+)");
    private static final String CURRENT = "current";

    private static final Comparator<ModelVersion> BY_DAY = Comparator.comparing(
                    (ModelVersion version) -> version.card().heldBack())
            .thenComparingInt(ModelVersion::number);

    private final DataPath folder;
    private final Data data;

    /** The models in {@code folder}, which is made with the first push; candidates are found in {@code data}. */
    public ModelFolder(DataPath folder, Data data) {
        this.folder = folder;
        this.data = data;
    }

    /**
     * The model that was in force on the morning of {@code day}: the newest one pushed for an earlier day. So a run
     * that is repeated much later compares with the same model as it did the first time.
     */
    public Optional<ModelVersion> inForceOn(LocalDate day) throws IOException {
        return versions().stream()
                .filter(version -> version.card().heldBack().isBefore(day))
                .max(BY_DAY);
    }

    /** The version that {@code current} names; empty if there is none, also where somebody removed it. */
    public Optional<ModelVersion> current() throws IOException {
        DataPath pointer = folder.resolve(CURRENT);
        if (!pointer.exists()) {
            return Optional.empty();
        }
        String name = pointer.readString().strip();
        return names(Candidate.MODEL).contains(name) ? Optional.of(version(name)) : Optional.empty();
    }

    /**
     * Makes a version of {@code candidate}, unless there is one for the same day with the same weights, and lets
     * {@code current} name it, unless that names a model for a later day: repeating a day of last month must not bring
     * last month's model back.
     */
    public ModelVersion push(Candidate candidate) throws IOException {
        ModelVersion version = taken(candidate).orElse(null);
        if (version == null) {
            version = take(candidate);
        }
        if (!names(Candidate.MODEL).contains(version.name())) {
            candidate.copyTo(folder.resolve(version.name()), data);
        }
        Optional<ModelVersion> current = current();
        if (current.isEmpty() || BY_DAY.compare(current.get(), version) < 0) {
            folder.resolve(CURRENT).writeString(version.name() + "\n");
        }
        return version;
    }

    /** All versions, in no particular order. */
    List<ModelVersion> versions() throws IOException {
        return versions(Candidate.MODEL);
    }

    // Those that have this file: a card alone is one of a push that is under way, or was killed.
    private List<ModelVersion> versions(String file) throws IOException {
        List<ModelVersion> versions = new ArrayList<>();
        for (String name : names(file)) {
            versions.add(version(name));
        }
        return versions;
    }

    private Optional<ModelVersion> taken(Candidate candidate) throws IOException {
        return versions(ModelCard.FILE).stream()
                .filter(version ->
                        version.card().heldBack().equals(candidate.card().heldBack()))
                .filter(version ->
                        version.card().weightsSha256().equals(candidate.card().weightsSha256()))
                .findFirst();
    }

    private ModelVersion take(Candidate candidate) throws IOException {
        int number = names(ModelCard.FILE).stream()
                .mapToInt(ModelVersion::number)
                .max()
                .orElse(0);
        while (true) {
            number++;
            String name = "v%06d".formatted(number);
            if (candidate.card().writeNew(folder.resolve(name))) {
                return version(name);
            }
        }
    }

    private List<String> names(String file) throws IOException {
        List<String> names = new ArrayList<>();
        for (DataPath path : folder.list()) {
            Matcher matcher = FILE.matcher(path.toString());
            if (matcher.matches() && matcher.group(2).equals(file)) {
                names.add(matcher.group(1));
            }
        }
        return names;
    }

    private ModelVersion version(String name) throws IOException {
        DataPath path = folder.resolve(name);
        return new ModelVersion(name, path.toString(), ModelCard.read(path));
    }
}
