package dev.rondo.cli;

import dev.rondo.cli.aot.MakeAotCommand;
import dev.rondo.cli.aot.WarmUpCommand;
import dev.rondo.cli.api.ApiClient;
import dev.rondo.cli.assets.AssetsCommand;
import dev.rondo.cli.audit.AuditCommand;
import dev.rondo.cli.config.ConfigCommand;
import dev.rondo.cli.dags.DagsCommand;
import dev.rondo.cli.login.LoginCommand;
import dev.rondo.cli.login.LogoutCommand;
import dev.rondo.cli.login.ProfilesCommand;
import dev.rondo.cli.server.DagProcessorCommand;
import dev.rondo.cli.server.DbCommand;
import dev.rondo.cli.server.DoctorCommand;
import dev.rondo.cli.server.KeysCommand;
import dev.rondo.cli.server.SchedulerCommand;
import dev.rondo.cli.server.StandaloneCommand;
import dev.rondo.cli.server.WebserverCommand;
import dev.rondo.cli.server.WorkerCommand;
import dev.rondo.cli.settings.ConnectionsCommand;
import dev.rondo.cli.settings.PoolsCommand;
import dev.rondo.cli.settings.VariablesCommand;
import dev.rondo.cli.support.SupportCommand;
import dev.rondo.cli.tasks.ApprovalsCommand;
import dev.rondo.cli.tasks.TasksCommand;
import dev.rondo.cli.tokens.TokensCommand;
import dev.rondo.cli.users.UsersCommand;
import dev.rondo.cli.watch.RunsCommand;
import dev.rondo.metadata.DatabaseUnavailableException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/** The {@code rondo} command: groups and words as {@code airflow} has them. */
@Command(
        name = "rondo",
        description = "A workflow scheduler for continuous training, with DAGs in plain Java.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Start with:  rondo standalone",
            "See all:     rondo cheat-sheet",
            "",
            "Settings (environment):",
            "  RONDO_HOME         folder of this installation; default ~/.rondo",
            "  RONDO_PROFILE      server and sign-in that `rondo login` kept by this name",
            "  RONDO_API_URL      server that commands talk to; default: the profile in",
            "                     use, the one of the home, " + dev.rondo.cli.api.SignIn.DEFAULT_URL,
            "  RONDO_API_TOKEN    or RONDO_API_USER and RONDO_API_PASSWORD; default: the",
            "                     user admin with the first password of the home",
            "",
            "Exit codes:",
            "  0 done                      69 server or database does not answer",
            "  1 what it is about failed   73 cannot write a file or folder",
            "  2 wrong usage               75 refused: it makes no sense now",
            "  66 no such DAG, run, task   77 not signed in, or without the right",
            "  70 a bug of Rondo           78 a setting is wrong"
        })
@Subcommands({
    StandaloneCommand.class,
    DagsCommand.class,
    TasksCommand.class,
    RunsCommand.class,
    BackfillCommand.class,
    AssetsCommand.class,
    ApprovalsCommand.class,
    PoolsCommand.class,
    VariablesCommand.class,
    ConnectionsCommand.class,
    TokensCommand.class,
    UsersCommand.class,
    AuditCommand.class,
    LoginCommand.class,
    LogoutCommand.class,
    ProfilesCommand.class,
    SchedulerCommand.class,
    DagProcessorCommand.class,
    WebserverCommand.class,
    WorkerCommand.class,
    DbCommand.class,
    KeysCommand.class,
    ConfigCommand.class,
    InfoCommand.class,
    DoctorCommand.class,
    SupportCommand.class,
    CheatSheetCommand.class,
    CompletionCommand.class,
    VersionCommand.class,
    MakeAotCommand.class,
    WarmUpCommand.class
})
public final class Rondo {

    private final Map<String, String> environment;
    private final InstantSource clock;
    private final InputStream in;

    private Rondo(Map<String, String> environment, InstantSource clock, InputStream in) {
        this.environment = environment;
        this.clock = clock;
        this.in = in;
    }

    /** Runs a command and exits with its code. */
    public static void main(String[] arguments) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        Map<String, String> environment = System.getenv();
        // The one command that is there to tell it.
        boolean tells = arguments.length > 0 && arguments[0].equals("config");
        List<String> wrong = tells ? List.of() : EnvironmentNames.problems(environment.keySet());
        wrong.forEach(problem -> err.println("rondo: " + problem));
        int code = wrong.isEmpty()
                ? commandLine(out, err, environment, InstantSource.system(), System.in, List.of(arguments))
                        .execute(arguments)
                : ExitCode.CONFIG.code();
        out.flush();
        ApiClient.closeAll();
        System.exit(code);
    }

    /**
     * The command line for these words, printing where it is told to.
     *
     * @param words what will be executed: commands that they do not name may be left out
     */
    public static CommandLine commandLine(
            PrintWriter out,
            PrintWriter err,
            Map<String, String> environment,
            InstantSource clock,
            InputStream in,
            List<String> words) {
        return configured(CommandTree.of(new Rondo(Map.copyOf(environment), clock, in), words), out, err);
    }

    /** The command line with every command, to look at. */
    static CommandLine wholeCommandLine(PrintWriter out) {
        Rondo root = new Rondo(Map.of(), InstantSource.system(), InputStream.nullInputStream());
        return configured(CommandTree.whole(root), out, out);
    }

    private static CommandLine configured(CommandLine root, PrintWriter out, PrintWriter err) {
        return root.setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setAbbreviatedOptionsAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setExecutionExceptionHandler((exception, line, parsed) -> explain(exception, line))
                .setParameterExceptionHandler((exception, arguments) -> explainUsage(exception));
    }

    /** The environment that a command of this command line runs in. */
    public static Map<String, String> environmentOf(CommandSpec command) {
        return ((Rondo) command.root().userObject()).environment;
    }

    /** The clock that a command of this command line goes by. */
    public static InstantSource clockOf(CommandSpec command) {
        return ((Rondo) command.root().userObject()).clock;
    }

    /** Standard input of a command of this command line. */
    public static InputStream inputOf(CommandSpec command) {
        return ((Rondo) command.root().userObject()).in;
    }

    private static int explain(Exception exception, CommandLine line) {
        if (exception instanceof CommandException e) {
            line.getErr().println("rondo: " + e.getMessage());
            return e.exitCode().code();
        }
        if (exception instanceof DatabaseUnavailableException) {
            line.getErr()
                    .println("rondo: the database went away, try again when it is back: " + exception.getMessage());
            return ExitCode.UNAVAILABLE.code();
        }
        line.getErr().println("rondo: a bug of Rondo, please report it with what follows");
        exception.printStackTrace(line.getErr());
        return ExitCode.SOFTWARE.code();
    }

    private static int explainUsage(CommandLine.ParameterException exception) {
        CommandLine line = exception.getCommandLine();
        // A group alone, such as `rondo dags`, asks what there is.
        if (!line.getSubcommands().isEmpty()
                && exception.getArgSpec() == null
                && exception.getValue() == null
                && !(exception instanceof CommandLine.UnmatchedArgumentException)) {
            line.usage(line.getErr());
            return ExitCode.USAGE.code();
        }
        // What picocli stumbles over when it looks for an option that '-' is short for.
        boolean dash = exception.getCause() instanceof IndexOutOfBoundsException;
        line.getErr()
                .println("rondo: "
                        + (dash ? "'-' stands for no input or output here; name a file" : exception.getMessage()));
        boolean ignored = CommandLine.UnmatchedArgumentException.printSuggestions(exception, line.getErr());
        line.getErr().println("Usage: " + synopsis(line));
        line.getErr().println("Try: " + line.getCommandSpec().qualifiedName() + " --help");
        return ExitCode.USAGE.code();
    }

    // The arguments only: the options would fill the screen, and --help has them.
    private static String synopsis(CommandLine line) {
        StringBuilder synopsis = new StringBuilder(line.getCommandSpec().qualifiedName());
        if (!line.getSubcommands().isEmpty()) {
            return synopsis.append(" COMMAND").toString();
        }
        if (!line.getCommandSpec().options().isEmpty()) {
            synopsis.append(" [OPTIONS]");
        }
        line.getCommandSpec().positionalParameters().forEach(p -> {
            boolean required = p.required();
            synopsis.append(required ? " " : " [").append(p.paramLabel()).append(required ? "" : "]");
        });
        return synopsis.toString();
    }
}
