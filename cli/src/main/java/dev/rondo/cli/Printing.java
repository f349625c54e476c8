package dev.rondo.cli;

import dev.rondo.cli.output.FormOption;
import dev.rondo.cli.output.Output;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.Map;
import picocli.CommandLine;

/** What every command that prints has: the form of its output, and what surrounds it. */
public class Printing {

    @CommandLine.Mixin
    private FormOption form = new FormOption();

    @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
    private CommandLine.Model.CommandSpec command = CommandLine.Model.CommandSpec.create();

    public final Home home() {
        return Home.of(environment());
    }

    public final Map<String, String> environment() {
        return Rondo.environmentOf(command);
    }

    public final InstantSource clock() {
        return Rondo.clockOf(command);
    }

    public final Output output() {
        return new Output(out(), form.form());
    }

    /** Whether scripts read the output: then there are no words around the data. */
    public final Output.Form form() {
        return form.form();
    }

    /** Where output goes. */
    public final PrintWriter out() {
        return command.commandLine().getOut();
    }

    /** Where words go that are not the output itself. */
    public final PrintWriter err() {
        return command.commandLine().getErr();
    }
}
