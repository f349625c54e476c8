package dev.rondo.cli.server;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.ExitCode;
import dev.rondo.cli.Home;
import dev.rondo.cli.Rondo;
import dev.rondo.metadata.DatabaseUnavailableException;
import dev.rondo.metadata.command.Change;
import dev.rondo.metadata.control.SecretStore;
import dev.rondo.metadata.export.EnvironmentExport;
import dev.rondo.metadata.export.ExportException;
import dev.rondo.metadata.secret.KeyFile;
import dev.rondo.metadata.secret.SealException;
import dev.rondo.metadata.secret.SealedStore;
import dev.rondo.metadata.secret.SecretKeys;
import dev.rondo.sdk.internal.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code rondo db import}. */
@Command(
        name = "import",
        description = {
            "Fills an empty database with what `rondo db export` has written, and makes its schema where there is none.",
            "The file is read to its end before anything is written, and what is written is one transaction. Copy the"
                    + " file secret-keys of the home that was exported into this home, or its secrets stay sealed.",
            "Stop the old servers first: two environments that go on would both do what is due. Tasks that ran when it"
                    + " was exported are begun again."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Exit codes: 0 done, 66 there is no such file, 69 the database does not answer,",
            "            75 the file is no whole export, or is another release's, or the database is not empty"
        })
final class ImportCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Parameters(paramLabel = "FILE", description = "File that `rondo db export` has written.")
    private Path file = Path.of("");

    @Override
    public Integer call() {
        ServerLog.quiet();
        if (!Files.isRegularFile(file)) {
            throw new CommandException(ExitCode.NOT_FOUND, "there is no file " + file.toAbsolutePath());
        }
        try (Storage storage = Storage.openAndMigrate(DbCommand.settings(spec, server))) {
            EnvironmentExport.Summary read = read(storage);
            PrintWriter out = spec.commandLine().getOut();
            out.println("imported " + read.allRows() + " rows and " + read.files() + " files");
            LocalAudit.write(spec, storage, "ImportEnvironment", asked(), made(read));
            tellOfKeys(storage);
            return ExitCode.OK.code();
        }
    }

    private EnvironmentExport.Summary read(Storage storage) {
        try {
            return new EnvironmentExport(storage.database(), storage.blobs()).read(file);
        } catch (ExportException e) {
            throw new CommandException(ExitCode.REFUSED, e.getMessage() + "; nothing was imported", e);
        } catch (DatabaseUnavailableException e) {
            throw new CommandException(ExitCode.UNAVAILABLE, e.getMessage() + "; nothing was imported", e);
        } catch (IOException e) {
            throw new CommandException(
                    ExitCode.CANT_CREATE, "cannot read " + file + " or write to the storage: " + e, e);
        }
    }

    private JsonObject asked() {
        return JsonObject.builder()
                .put("file", file.toAbsolutePath().normalize().toString())
                .build();
    }

    private static Change made(EnvironmentExport.Summary read) {
        JsonObject made = JsonObject.builder()
                .put("rows", read.allRows())
                .put("files", read.files())
                .build();
        return new Change(null, made);
    }

    private void tellOfKeys(Storage storage) {
        KeyFile keys = new KeyFile(Home.of(Rondo.environmentOf(spec)).secretKeys());
        try {
            var ignored = new SecretKeys(
                            keys, new SecretStore(storage.transactions()), new SealedStore(storage.transactions()))
                    .list();
        } catch (SealException e) {
            spec.commandLine().getErr().println("rondo: " + e.getMessage());
        }
    }
}
