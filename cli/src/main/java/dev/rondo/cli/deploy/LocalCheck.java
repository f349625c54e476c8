package dev.rondo.cli.deploy;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.ExitCode;
import dev.rondo.cli.Home;
import dev.rondo.cli.server.Installation;
import dev.rondo.cli.server.Parsers;
import dev.rondo.runtime.parse.AskedFrom;
import dev.rondo.runtime.parse.Libraries;
import dev.rondo.runtime.parse.ParseResult;
import dev.rondo.runtime.parse.ParserProcess;
import dev.rondo.sdk.internal.SpecJson;
import dev.rondo.sdk.spec.DagSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reads a DAG file here as the DAG processor reads it there: in a JVM of its own, with the same limits. */
record LocalCheck(Installation installation, Home home, Map<String, String> environment) {

    // A graph of a thousand wrong tasks has a thousand problems.
    private static final int MAX_PROBLEMS = 20;

    /**
     * The DAGs of the file.
     *
     * @throws CommandException when the DAG processor would refuse it
     */
    List<DagSpec> read(DagFile file, Instant now) throws InterruptedException {
        Path work = null;
        try {
            work = Files.createTempDirectory("rondo-deploy");
            return switch (parse(file, now, work)) {
                case ParseResult.Parsed(List<ParseResult.ParsedDag> dags) ->
                    dags.stream().map(dag -> SpecJson.read(dag.graph())).toList();
                case ParseResult.Refused(ParseResult.Failure failure) ->
                    throw new CommandException(ExitCode.FAILED, said(file, failure));
            };
        } catch (IOException e) {
            throw new CommandException(
                    ExitCode.CANT_CREATE, "the file cannot be checked on this machine: " + e.getMessage(), e);
        } finally {
            delete(work);
        }
    }

    private ParseResult parse(DagFile file, Instant now, Path work) throws IOException, InterruptedException {
        // A copy: what is checked is what was hashed, also where a build is going on beside.
        Path copy = Files.copy(file.path(), work.resolve(file.name()));
        Parsers parsers = new Parsers(installation);
        try (ParserProcess parser =
                parsers.reading(work.resolve("parse"), new Libraries(home.libraries()), environment)) {
            Files.createDirectories(work.resolve("parse"));
            return file.isSource()
                    ? parser.parseSource(copy, file.name(), work.resolve("made.jar"), AskedFrom.now(now))
                    : parser.parse(copy, AskedFrom.now(now));
        }
    }

    private static String said(DagFile file, ParseResult.Failure failure) {
        String where = file.name() + (failure.line() > 0 ? ":" + failure.line() : "");
        StringBuilder said =
                new StringBuilder(where + " would be refused: " + failure.code() + ": " + failure.message());
        failure.problems().stream()
                .limit(MAX_PROBLEMS)
                .forEach(problem -> said.append("\n    ")
                        .append(problem.code())
                        .append(": ")
                        .append(problem.message()));
        if (failure.problems().size() > MAX_PROBLEMS) {
            said.append("\n    … and ")
                    .append(failure.problems().size() - MAX_PROBLEMS)
                    .append(" more");
        }
        return said.toString();
    }

    private static void delete(@org.jspecify.annotations.Nullable Path folder) {
        if (folder == null) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                boolean ignored = file.toFile().delete();
            });
        } catch (IOException e) {
            // It lies in the folder for temporary files, which the operating system empties.
        }
    }
}
