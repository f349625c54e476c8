package dev.rondo.core.semantics;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where recorded cases are read from.
 *
 * @param path a folder that has at least one family; null: the copies among the resources, which have all
 */
record RecordedFolder(@Nullable Path path) {

    /** Names a folder with files of the same names and form, which are run instead; absent or empty: none. */
    static final String PROPERTY = "rondo.semantics.dir";

    /** Where the build was called: what a relative folder is relative to. Each module's tests run in the module. */
    static final String BASE_PROPERTY = "rondo.semantics.base";

    static final RecordedFolder RESOURCES = new RecordedFolder(null);

    /** What the system properties ask for. */
    static RecordedFolder asked() {
        return of(System.getProperty(PROPERTY, ""), System.getProperty(BASE_PROPERTY, ""));
    }

    static RecordedFolder of(String folder, String base) {
        if (folder.isEmpty()) {
            return RESOURCES;
        }
        Path path = Path.of(base).resolve(folder).toAbsolutePath().normalize();
        RecordedFolder asked = new RecordedFolder(path);
        if (RecordedFamily.NAMES.stream().noneMatch(asked::has)) {
            throw new IllegalArgumentException(PROPERTY + " names " + path
                    + (Files.isDirectory(path)
                            ? ", where no family is: files are named " + RecordedFamily.NAMES + ", each with .json"
                            : ", which is no folder"));
        }
        return asked;
    }

    boolean has(String family) {
        return path == null || Files.isRegularFile(path.resolve(family + ".json"));
    }

    @Override
    public String toString() {
        return path == null ? "the resources" : path.toString();
    }
}
