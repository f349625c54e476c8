package dev.rondo.cli.watch;

import dev.rondo.cli.Subcommands;
import picocli.CommandLine.Command;

/** {@code rondo runs …}. */
@Command(
        name = "runs",
        description = "Runs while they go on; `rondo dags list-runs` lists them.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
@Subcommands({WatchRunCommand.class})
public final class RunsCommand {

    private RunsCommand() {}
}
