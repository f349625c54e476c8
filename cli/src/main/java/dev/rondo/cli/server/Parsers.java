package dev.rondo.cli.server;

import dev.rondo.runtime.parse.AskedFrom;
import dev.rondo.runtime.parse.Libraries;
import dev.rondo.runtime.parse.ParseResult;
import dev.rondo.runtime.parse.ParserProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The JVMs of this installation that read DAG files.
 *
 * @param installation where their classes are
 */
public record Parsers(Installation installation) {

    /** Id of the sample's DAG. */
    public static final String SAMPLE_DAG = "sample";

    /** The sample's task without inputs. */
    public static final String SAMPLE_TASK = "rows";

    /**
     * A source file as people write them, for first tries: every verb makes javac load more of itself. Its file has to
     * be called {@code Sample.java}.
     */
    public static final String SAMPLE = """
            package sample;

            import dev.rondo.sdk.Dag;
            import dev.rondo.sdk.DagDefinition;
            import dev.rondo.sdk.DefaultArgs;
            import dev.rondo.sdk.Schedule;
            import dev.rondo.sdk.TaskContext;
            import java.time.Duration;
            import java.util.List;
            import org.slf4j.LoggerFactory;

            public final class Sample implements DagDefinition {
                enum Gate { PASS, FAIL }

                record Model(double auc) {}

                @Override
                public Dag define() {
                    Dag dag = Dag.create("sample")
                            .schedule(Schedule.dataInterval("@daily"))
                            .startDate("2026-01-01")
                            .defaultArgs(DefaultArgs.create().retries(2).retryDelay(Duration.ofSeconds(1)));
                    var rows = dag.task("rows").call(Sample::rows);
                    var model = dag.task("train", rows).call(found -> new Model(found.size()));
                    var gate = dag.task("good", model).choose(m -> m.auc() > 0.9 ? Gate.PASS : Gate.FAIL);
                    var push = dag.task("push", model).run(m -> System.out.println("push " + m));
                    var alarm = dag.task("alarm").run(() -> {});
                    gate.on(Gate.PASS, push).on(Gate.FAIL, alarm);
                    return dag;
                }

                private static List<String> rows(TaskContext ctx) {
                    System.out.println("reading rows");
                    LoggerFactory.getLogger(Sample.class).info("rows of {}", ctx.runId());
                    return List.of(String.valueOf(ctx.logicalDate()));
                }
            }
            """;

    /** Reads files, started from the AOT cache when there is one. */
    public ParserProcess reading(Path workFolder, Libraries libraries, Map<String, String> defaultArgs) {
        // A cache that does not fit is not worth a word in the messages about a file.
        List<String> options = installation
                .cache("parser")
                .map(cache -> List.of("-XX:AOTCache=" + cache, "-Xlog:disable", "-Xlog:all=error:stderr"))
                .orElse(List.of());
        return parser(options, ParserProcess.Settings.DEFAULT_TIMEOUT, workFolder, libraries, defaultArgs);
    }

    /**
     * Reads the sample in a JVM that writes an AOT cache as it ends.
     *
     * @param options the JVM options that make it write one
     * @param jar where the sample's jar goes
     * @throws IOException when no process can be started
     * @throws InterruptedException when the caller is to stop
     */
    public ParseResult train(Path workFolder, List<String> options, Path jar, Duration longest)
            throws IOException, InterruptedException {
        Files.createDirectories(workFolder);
        Path source = Files.writeString(workFolder.resolve("Sample.java"), SAMPLE);
        try (ParserProcess parser =
                parser(options, longest, workFolder, new Libraries(workFolder.resolve("lib")), Map.of())) {
            return parser.parseSource(source, "Sample.java", jar, AskedFrom.now(Instant.EPOCH));
        }
    }

    private ParserProcess parser(
            List<String> options,
            Duration timeout,
            Path workFolder,
            Libraries libraries,
            Map<String, String> defaultArgs) {
        return new ParserProcess(new ParserProcess.Settings(
                Path.of(System.getProperty("java.home")),
                installation.hostClassPath(),
                options,
                timeout,
                ParserProcess.Settings.DEFAULT_HEAP_BYTES,
                workFolder,
                libraries,
                defaultArgs));
    }
}
