package dev.rondo.dags.flights.learning;

import dev.rondo.dags.flights.data.AtomicFile;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The models that were pushed, one folder a version, and the file {@code current} with the name of the one to serve.
 *
 * <p>A version appears whole, by one move of its folder, and is never changed; {@code current} is replaced in one move.
 * A push that was killed in between is finished by the next try: it finds its version by day and weights, and only has
 * the pointer left to do. So whoever serves may read the two at any moment.
 */
public final class ModelFolder {

    private static final Pattern VERSION = Pattern.compile("v\\d{6,}");
    private static final String CURRENT = "current";

    private static final Comparator<ModelVersion> BY_DAY = Comparator.comparing(
                    (ModelVersion version) -> version.card().heldBack())
            .thenComparingInt(ModelVersion::number);

    private final Path folder;

    /** The models in {@code folder}, which is made with the first push. */
    public ModelFolder(Path folder) {
        this.folder = folder;
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
        Path pointer = folder.resolve(CURRENT);
        if (Files.notExists(pointer)) {
            return Optional.empty();
        }
        String name = Files.readString(pointer).strip();
        return names().contains(name) ? Optional.of(version(name)) : Optional.empty();
    }

    /**
     * Makes a version of {@code candidate}, unless there is one for the same day with the same weights, and lets
     * {@code current} name it, unless that names a model for a later day: repeating a day of last month must not bring
     * last month's model back.
     */
    public ModelVersion push(Candidate candidate) throws IOException {
        Optional<ModelVersion> same = versions().stream()
                .filter(version ->
                        version.card().heldBack().equals(candidate.card().heldBack()))
                .filter(version ->
                        version.card().weightsSha256().equals(candidate.card().weightsSha256()))
                .findFirst();
        ModelVersion version = same.isPresent() ? same.get() : add(candidate);
        Optional<ModelVersion> current = current();
        if (current.isEmpty() || BY_DAY.compare(current.get(), version) < 0) {
            AtomicFile.write(folder.resolve(CURRENT), version.name() + "\n");
        }
        return version;
    }

    /** All versions, in no particular order. */
    List<ModelVersion> versions() throws IOException {
        if (Files.notExists(folder)) {
            return List.of();
        }
        List<ModelVersion> versions = new ArrayList<>();
        for (String name : names()) {
            versions.add(version(name));
        }
        return versions;
    }

    private ModelVersion add(Candidate candidate) throws IOException {
        Files.createDirectories(folder);
        Path part = Files.createDirectory(folder.resolve("." + UUID.randomUUID() + ".part"));
        for (Path file : candidate.files()) {
            Files.copy(file, part.resolve(file.getFileName()));
        }
        int number = names().stream().mapToInt(ModelVersion::number).max().orElse(0);
        while (true) {
            number++;
            String name = "v%06d".formatted(number);
            try {
                Files.move(part, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
                return version(name);
            } catch (FileSystemException e) {
                // Another push took the number in this moment: a folder with files is never replaced.
                if (Files.notExists(folder.resolve(name))) {
                    throw e;
                }
            }
        }
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> VERSION.matcher(name).matches())
                    .toList();
        }
    }

    private ModelVersion version(String name) throws IOException {
        Path path = folder.resolve(name);
        return new ModelVersion(name, path.toString(), ModelCard.read(path));
    }
}
