package dev.rondo.cli;

import dev.rondo.cli.api.ApiClient;
import dev.rondo.cli.api.SignIn;
import dev.rondo.cli.output.Output;
import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine;

/** What every command that talks to a server has: the server and the form of its output. */
public final class Session {

    @CommandLine.Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            defaultValue = "table",
            description = "table (for people), json or plain (for scripts). Default: ${DEFAULT-VALUE}")
    private Output.Form form = Output.Form.table;

    @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
    private CommandLine.Model.CommandSpec command = CommandLine.Model.CommandSpec.create();

    /** A client that is signed in. */
    public ApiClient api() {
        Map<String, String> environment = System.getenv();
        return new SignIn(Home.of(environment), environment).connect();
    }

    public Output output() {
        return new Output(out(), form);
    }

    /** Where output goes. */
    public PrintWriter out() {
        return command.commandLine().getOut();
    }
}
