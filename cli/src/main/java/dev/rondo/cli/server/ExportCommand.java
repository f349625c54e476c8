package dev.rondo.cli.server;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.ExitCode;
import dev.rondo.cli.Rondo;
import dev.rondo.cli.Version;
import dev.rondo.metadata.DatabaseUnavailableException;
import dev.rondo.metadata.export.EnvironmentExport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code rondo db export}. */
@Command(
        name = "export",
        description = {
            "Writes the whole environment into a file, as it is at this moment: pools, variables, connections, users with"
                    + " their tokens, DAGs with their versions and jars, runs with all that belongs to them, the event log.",
            "Servers may go on meanwhile. Secrets stay sealed: to read them again the file secret-keys of the home is"
                    + " needed, which is no part of it and should be kept elsewhere. The logs of tasks are no part either:"
                    + " they lie in the folder logs of the storage and can be copied."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "rondo db export /backups",
            "rondo db export rondo.zip --database-url postgresql://rondo@db/rondo",
            "",
            "Exit codes: 0 done, 69 the database does not answer, 73 the file cannot be written"
        })
final class ExportCommand implements Callable<Integer> {

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Parameters(paramLabel = "FILE", description = "File to write, or a folder: then the file is named by the moment.")
    private Path target = Path.of("");

    @Override
    public Integer call() {
        Instant now = Rondo.clockOf(spec).instant();
        Path named = target.toAbsolutePath().normalize();
        Path file = Files.isDirectory(named) ? named.resolve("rondo-" + STAMP.format(now) + ".zip") : named;
        try (Storage storage = DbCommand.open(spec, server)) {
            EnvironmentExport.Summary written =
                    new EnvironmentExport(storage.database(), storage.blobs()).write(file, Version.text(), now);
            spec.commandLine()
                    .getOut()
                    .println("exported " + written.allRows() + " rows and " + written.files() + " files to " + file);
            if (!written.missing().isEmpty()) {
                spec.commandLine()
                        .getErr()
                        .println("rondo: " + written.missing().size()
                                + " jars or large values are not in the storage, and not in the export: "
                                + written.missing());
            }
            return ExitCode.OK.code();
        } catch (DatabaseUnavailableException e) {
            throw new CommandException(ExitCode.UNAVAILABLE, String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new CommandException(ExitCode.CANT_CREATE, "cannot write " + file + ": " + e, e);
        }
    }
}
