package dev.rondo.e2e.harness;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** A Python environment with what a test takes from PyPI. */
public final class Python {

    private static final long INSTALL_MINUTES = 5;

    private final Path folder;

    private Python(Path folder) {
        this.folder = folder;
    }

    /** What a command said, and whether it ended well in time. */
    public record Outcome(boolean ok, String words) {}

    /**
     * A fresh environment in the folder with a package. Where it cannot be had, the test is skipped and says why.
     *
     * @param requirement such as {@code schemathesis==4.32.5}
     */
    public static Python with(Path folder, String requirement) throws IOException, InterruptedException {
        Python python = new Python(folder);
        Outcome made =
                python.run(INSTALL_MINUTES, Map.of(), List.of("python3", "-m", "venv", "" + folder.resolve("venv")));
        assumeTrue(made.ok(), "no Python 3 with venv here, so " + requirement + " is not tried: " + made.words());
        Outcome got =
                python.run(INSTALL_MINUTES, Map.of(), python.of("python", "-m", "pip", "install", "-q", requirement));
        assumeTrue(got.ok(), "pip cannot install " + requirement + ", so it is not tried: " + got.words());
        return python;
    }

    /** A file of the tests' resources, copied into the folder. */
    public Path file(String resource) throws IOException {
        Path file = folder.resolve(Path.of(resource).getFileName());
        try (var in = Python.class.getResourceAsStream(resource)) {
            return Files.write(file, Objects.requireNonNull(in, resource).readAllBytes());
        }
    }

    /** Runs a program of the environment, in the folder. */
    public Outcome run(long minutes, Map<String, String> variables, String program, String... arguments)
            throws IOException, InterruptedException {
        return run(minutes, variables, of(program, arguments));
    }

    private List<String> of(String program, String... arguments) {
        List<String> command =
                new ArrayList<>(List.of("" + folder.resolve("venv/bin").resolve(program)));
        command.addAll(List.of(arguments));
        return command;
    }

    private Outcome run(long minutes, Map<String, String> variables, List<String> command)
            throws IOException, InterruptedException {
        Path words = Files.createTempFile(folder, "words", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(words.toFile());
        builder.environment().putAll(variables);
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            return new Outcome(false, String.valueOf(e.getMessage()));
        }
        boolean ended = process.waitFor(minutes, TimeUnit.MINUTES);
        if (!ended) {
            process.destroyForcibly().waitFor();
        }
        return new Outcome(ended && process.exitValue() == 0, Files.readString(words));
    }
}
