package dev.rondo.e2e.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A release that comes after the one of this build: the same but for further steps of the schema, and for the version
 * that it calls itself. What it would say to the release before in other words is not in it: {@code WireTest} shows
 * that fields which one of the two does not know are passed over.
 */
public final class NextRelease {

    /** What it calls itself. */
    public static final String VERSION = "99.0.0";

    private static final String STEPS = "db/migration/steps";

    private final Map<String, String> steps = new LinkedHashMap<>();

    /**
     * Adds a step of the schema, behind those that there are.
     *
     * @param script such as {@code V901__name.sql}
     */
    public NextRelease step(String script, String sql) {
        steps.put(script, sql);
        return this;
    }

    /** Makes it in an empty folder. */
    public Distribution in(Path folder) {
        try {
            copy(Distribution.built().folder(), folder);
            try (Stream<Path> jars = Files.list(folder.resolve("lib"))) {
                for (Path jar : jars.toList()) {
                    if (jar.getFileName().toString().startsWith("rondo-")) {
                        change(jar);
                    }
                }
            }
            return new Distribution(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a release in " + folder, e);
        }
    }

    // No links: the launcher would take its release to be where they lead.
    private static void copy(Path built, Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(built)) {
            for (Path file : files.toList()) {
                if (!file.equals(built) && !file.startsWith(built.resolve("cache"))) {
                    Files.copy(file, folder.resolve(built.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }

    private void change(Path jar) throws IOException {
        try (FileSystem files = FileSystems.newFileSystem(jar)) {
            Path list = files.getPath(STEPS);
            if (Files.exists(list)) {
                for (Map.Entry<String, String> step : steps.entrySet()) {
                    Files.writeString(list.resolveSibling(step.getKey()), step.getValue());
                    Files.writeString(list, step.getKey() + "\n", StandardCharsets.UTF_8, StandardOpenOption.APPEND);
                }
            }
            Path version = files.getPath("dev/rondo/cli/version.properties");
            if (Files.exists(version)) {
                Files.writeString(version, "version=" + VERSION + "\n");
            }
        }
    }
}
