package dev.rondo.cli;

import dev.rondo.cli.dags.DagsCommand;
import dev.rondo.cli.server.DagProcessorCommand;
import dev.rondo.cli.server.DbCommand;
import dev.rondo.cli.server.SchedulerCommand;
import dev.rondo.cli.server.StandaloneCommand;
import dev.rondo.cli.server.WebserverCommand;
import dev.rondo.cli.server.WorkerCommand;
import dev.rondo.cli.tasks.TasksCommand;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code rondo} command: groups and words as {@code airflow} has them. */
@Command(
        name = "rondo",
        description = "A workflow scheduler for continuous training, with DAGs in plain Java.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            StandaloneCommand.class,
            SchedulerCommand.class,
            DagProcessorCommand.class,
            WebserverCommand.class,
            WorkerCommand.class,
            DbCommand.class,
            DagsCommand.class,
            TasksCommand.class,
            BackfillCommand.class,
            VersionCommand.class
        },
        footer = {
            "",
            "Start with:  rondo standalone",
            "Settings:    RONDO_HOME (default ~/.rondo), RONDO_API_URL, RONDO_API_TOKEN",
            "Exit codes:  0 done, 1 what was asked about failed, 2 usage, 66 not found, 69 server unavailable,",
            "             75 refused, 77 no permission, 78 wrong setting"
        })
public final class Rondo {

    private Rondo() {}

    /** Runs a command and exits with its code. */
    public static void main(String[] arguments) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        int code = commandLine(out, err).execute(arguments);
        out.flush();
        System.exit(code);
    }

    /** The command line, printing where it is told to. */
    public static CommandLine commandLine(PrintWriter out, PrintWriter err) {
        return new CommandLine(new Rondo())
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setAbbreviatedOptionsAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setExecutionExceptionHandler((exception, line, parsed) -> explain(exception, line))
                .setParameterExceptionHandler((exception, arguments) -> {
                    CommandLine line = exception.getCommandLine();
                    line.getErr().println("rondo: " + exception.getMessage());
                    CommandLine.UnmatchedArgumentException.printSuggestions(exception, line.getErr());
                    line.getErr().println("Try: " + line.getCommandSpec().qualifiedName() + " --help");
                    return ExitCode.USAGE.code();
                });
    }

    private static int explain(Exception exception, CommandLine line) {
        if (exception instanceof CommandException e) {
            line.getErr().println("rondo: " + e.getMessage());
            return e.exitCode().code();
        }
        line.getErr().println("rondo: a bug of Rondo, please report it with what follows");
        exception.printStackTrace(line.getErr());
        return ExitCode.SOFTWARE.code();
    }
}
