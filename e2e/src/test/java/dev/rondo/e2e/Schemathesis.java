package dev.rondo.e2e;

import dev.rondo.e2e.harness.Api;
import dev.rondo.e2e.harness.Python;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Schemathesis, as it comes from PyPI, with what every answer has to pass, whatever was asked. */
final class Schemathesis {

    // The newest that was tried: another one asks for other things.
    private static final String REQUIREMENT = "schemathesis==4.32.5";

    private static final long MINUTES = 10;

    private final Python python;
    private final Path folder;

    private Schemathesis(Python python, Path folder) {
        this.python = python;
        this.folder = folder;
    }

    /** Installs it in the folder; where it cannot be had, the test is skipped. */
    static Schemathesis in(Path folder) throws IOException, InterruptedException {
        return new Schemathesis(Python.with(folder, REQUIREMENT), folder);
    }

    /**
     * Asks a server for what a document says that there is.
     *
     * @param document its address, or a file
     * @param maxExamples of each operation, beside those that cover its parameters
     */
    Python.Outcome ask(Api api, String document, int maxExamples, String... options)
            throws IOException, InterruptedException {
        // In a file, so that the token is on no command line.
        Path _ = Files.writeString(folder.resolve("schemathesis.toml"), """
                [headers]
                Authorization = "Bearer %s"
                """.formatted(api.token()));
        List<String> words = new ArrayList<>(List.of(
                "run",
                document,
                "--url",
                api.base().toString(),
                "--checks",
                "not_a_server_error,response_schema_conformance,status_code_conformance,content_type_conformance",
                "--phases",
                "coverage,fuzzing",
                "--max-examples",
                Integer.toString(maxExamples),
                "--seed",
                "1",
                "--generation-database",
                "none",
                "--continue-on-failure",
                "--no-color"));
        words.addAll(List.of(options));
        return python.run(MINUTES, Map.of(), "schemathesis", words.toArray(String[]::new));
    }
}
