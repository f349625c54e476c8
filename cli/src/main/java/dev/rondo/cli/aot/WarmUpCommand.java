package dev.rondo.cli.aot;

import dev.rondo.cli.ExitCode;
import dev.rondo.cli.Rondo;
import dev.rondo.cli.server.Parsers;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code rondo warm-up}: runs the usual commands in one JVM, which records what they load. */
@Command(name = "warm-up", hidden = true, description = "Runs the usual commands once, for an AOT cache.")
public final class WarmUpCommand implements Callable<Integer> {

    private static final String DAG = Parsers.SAMPLE_DAG;

    private static final List<List<String>> USUAL = List.of(
            List.of("--help"),
            List.of("version"),
            List.of("info"),
            List.of("dags", "list"),
            List.of("dags", "list", "-o", "json"),
            List.of("dags", "list-import-errors"),
            List.of("dags", "why", DAG),
            List.of("dags", "show", DAG),
            List.of("dags", "unpause", DAG),
            List.of("dags", "trigger", DAG, "--logical-date", "none", "--run-id", "warm-up", "--wait"),
            List.of("dags", "list-runs", DAG),
            List.of("tasks", "list", DAG),
            List.of("tasks", "states-for-dag-run", DAG, "warm-up"),
            List.of("tasks", "logs", DAG, "warm-up", Parsers.SAMPLE_TASK),
            List.of("tasks", "nonsense"));

    // The server has just started and reads the DAG's file now.
    private static final int LOOKS = 300;

    private static final long LOOK_MILLIS = 200;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        for (int look = 0; look < LOOKS && execute(List.of("dags", "details", DAG)) != ExitCode.OK.code(); look++) {
            boolean ignored = never.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        }
        for (List<String> words : USUAL) {
            int ignored = execute(words); // whether a command succeeds is not the matter here
        }
        return ExitCode.OK.code();
    }

    private int execute(List<String> words) {
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        return Rondo.commandLine(
                        nowhere,
                        nowhere,
                        Rondo.environmentOf(spec),
                        Rondo.clockOf(spec),
                        InputStream.nullInputStream(),
                        words)
                .execute(words.toArray(String[]::new));
    }
}
