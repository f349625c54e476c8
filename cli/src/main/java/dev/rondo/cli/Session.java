package dev.rondo.cli;

import dev.rondo.cli.api.ApiClient;
import dev.rondo.cli.api.SignIn;
import dev.rondo.cli.output.FormOption;
import dev.rondo.cli.output.Output;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.Map;
import picocli.CommandLine;

/** What every command that talks to a server has: the server and the form of its output. */
public final class Session {

    @CommandLine.Mixin
    private FormOption form = new FormOption();

    @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
    private CommandLine.Model.CommandSpec command = CommandLine.Model.CommandSpec.create();

    /** A client that signs in when it has to. */
    public ApiClient api() {
        return signIn().connect();
    }

    /** Which server commands talk to, and as whom. */
    public SignIn signIn() {
        return new SignIn(home(), environment());
    }

    public Home home() {
        return Home.of(environment());
    }

    public Map<String, String> environment() {
        return Rondo.environmentOf(command);
    }

    public InstantSource clock() {
        return Rondo.clockOf(command);
    }

    public Output output() {
        return new Output(out(), form.form());
    }

    /** Whether scripts read the output: then there are no words around the data. */
    public Output.Form form() {
        return form.form();
    }

    /** Where output goes. */
    public PrintWriter out() {
        return command.commandLine().getOut();
    }

    /** Where words go that are not the output itself. */
    public PrintWriter err() {
        return command.commandLine().getErr();
    }
}
