package dev.rondo.cli.deploy;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.ExitCode;
import dev.rondo.cli.api.ApiClient;
import dev.rondo.webserver.dagfile.DagsFolder;
import dev.rondo.webserver.rest.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A folder that this machine sees. */
record FolderTarget(Path folder) implements DeployTarget {

    /** The folder there; it is not made: a typo would be a new folder that nobody watches. */
    static FolderTarget of(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new CommandException(ExitCode.NOT_FOUND, "there is no folder " + folder.toAbsolutePath());
        }
        return new FolderTarget(folder.toAbsolutePath().normalize());
    }

    @Override
    public String name() {
        return folder.toString();
    }

    @Override
    public void put(DagFile file) {
        try (InputStream content = Files.newInputStream(file.path())) {
            var ignored = new DagsFolder(folder).put(file.name(), content, Optional.of(file.sha256()), stored -> {});
        } catch (ProblemException e) {
            throw new CommandException(
                    e.status() == 503 ? ExitCode.CANT_CREATE : ApiClient.exitCodeOf(e.status()),
                    file.name() + " is not put into " + folder + ": " + e.detail(),
                    e);
        } catch (IOException e) {
            throw new CommandException(ExitCode.NOT_FOUND, "cannot read " + file.path() + ": " + e.getMessage(), e);
        }
    }
}
