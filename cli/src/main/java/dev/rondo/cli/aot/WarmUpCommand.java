package dev.rondo.cli.aot;

import dev.rondo.cli.ExitCode;
import dev.rondo.cli.Rondo;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code rondo warm-up}: runs the usual commands in one JVM, which records what they load. */
@Command(name = "warm-up", hidden = true, description = "Runs the usual commands once, for an AOT cache.")
public final class WarmUpCommand implements Callable<Integer> {

    private static final List<List<String>> USUAL = List.of(
            List.of("--help"),
            List.of("version"),
            List.of("info"),
            List.of("dags", "list"),
            List.of("dags", "list", "-o", "json"),
            List.of("dags", "list-import-errors"),
            List.of("dags", "details", "tutorial"),
            List.of("dags", "why", "tutorial"),
            List.of("dags", "show", "tutorial"),
            List.of("dags", "unpause", "tutorial"),
            List.of("dags", "trigger", "tutorial", "--logical-date", "none", "--run-id", "warm-up"),
            List.of("dags", "list-runs", "tutorial"),
            List.of("tasks", "list", "tutorial"),
            List.of("tasks", "states-for-dag-run", "tutorial", "warm-up"),
            List.of("tasks", "nonsense"));

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        for (List<String> words : USUAL) {
            // Whether a command succeeds is not the matter here.
            int ignored = Rondo.commandLine(nowhere, nowhere, Rondo.environmentOf(spec), words)
                    .execute(words.toArray(String[]::new));
        }
        return ExitCode.OK.code();
    }
}
