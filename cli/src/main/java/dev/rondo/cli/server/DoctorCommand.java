package dev.rondo.cli.server;

import dev.rondo.cli.ExitCode;
import dev.rondo.cli.Printing;
import dev.rondo.cli.output.Output.Column;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rondo doctor}. */
@Command(
        name = "doctor",
        description = {
            "Finds what is wrong with this installation and says how to mend it: machine, home, settings, TLS, ports,"
                    + " folders and buckets of DAGs, database, schema, processes, keys.",
            "It changes nothing, needs no running server, and starts the embedded PostgreSQL of the home for the time it"
                    + " looks. Servers that go on elsewhere are seen by what they tell the database."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Exit codes: 0 nothing is wrong (notes do not count), 1 only warnings: it works, and will not always,",
            "            78 an error: something does not work, or what is kept may be lost"
        })
public final class DoctorCommand implements Callable<Integer> {

    @Mixin
    private Printing printing = new Printing();

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Option(
            names = "--dags",
            paramLabel = "PLACE",
            description = "Folder with DAG files, or gs://BUCKET/FOLDER; may be repeated. Default: dags in the home.")
    private List<String> dags = List.of();

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "" + WebserverPart.DEFAULT_PORT,
            description = "Port of page and API. Default: ${DEFAULT-VALUE}")
    private int port;

    @Override
    public Integer call() {
        ServerLog.quiet();
        var ignored = new Listening("", port); // the port is one
        Doctor doctor = new Doctor(printing.environment(), printing.clock(), server, dags, port);
        List<Finding> findings = new ArrayList<>(doctor.examine());
        findings.sort(Comparator.comparing(Finding::gravity).reversed());
        printing.output()
                .rows(
                        findings.stream().map(Finding::json).toList(),
                        List.of(
                                Column.of("GRAVITY", "gravity"),
                                Column.of("WHAT", "what"),
                                Column.of("WHERE", "where"),
                                Column.of("HOW TO MEND IT", "mend")),
                        "nothing is wrong");
        return codeOf(findings).code();
    }

    private static ExitCode codeOf(List<Finding> findings) {
        Finding.Gravity worst = findings.stream()
                .map(Finding::gravity)
                .max(Comparator.naturalOrder())
                .orElse(Finding.Gravity.NOTE);
        return switch (worst) {
            case NOTE -> ExitCode.OK;
            case WARNING -> ExitCode.FAILED;
            case ERROR -> ExitCode.CONFIG;
        };
    }
}
