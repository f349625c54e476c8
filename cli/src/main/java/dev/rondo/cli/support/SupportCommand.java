package dev.rondo.cli.support;

import dev.rondo.cli.Subcommands;
import picocli.CommandLine.Command;

/** {@code rondo support …}. */
@Command(
        name = "support",
        description = "For whoever is to find out what went wrong.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
@Subcommands(DumpCommand.class)
public final class SupportCommand {

    private SupportCommand() {}
}
