package dev.rondo.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code rondo version}. */
@Command(name = "version", description = VersionCommand.ABOUT, mixinStandardHelpOptions = true)
final class VersionCommand implements Callable<Integer> {

    static final String ABOUT = "Prints the version.";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** The command as its annotations say, without a look at them: it is asked for first, and by scripts. */
    static CommandSpec spec() {
        VersionCommand command = new VersionCommand();
        command.spec = CommandSpec.wrapWithoutInspection(command).name("version");
        command.spec.usageMessage().description(ABOUT);
        return command.spec;
    }

    @Override
    public Integer call() {
        spec.commandLine().getOut().println(Version.text());
        return ExitCode.OK.code();
    }
}
