package dev.rondo.cli.deploy;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.ExitCode;
import dev.rondo.runtime.jar.Sha256;
import dev.rondo.webserver.dagfile.DagFileName;
import dev.rondo.webserver.rest.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file of this machine that is to be deployed.
 *
 * @param name what it is called where it goes
 * @param sha256 of its bytes, lower case hex
 */
record DagFile(Path path, String name, String sha256) {

    /**
     * The file there.
     *
     * @throws CommandException when it cannot be read, or has no name that a DAG file may have
     */
    static DagFile of(Path path) {
        if (!Files.isRegularFile(path)) {
            throw new CommandException(ExitCode.NOT_FOUND, "there is no file " + path.toAbsolutePath());
        }
        try {
            String name = DagFileName.checked(path.getFileName().toString());
            return new DagFile(path, name, Sha256.of(path));
        } catch (ProblemException e) {
            throw new CommandException(ExitCode.USAGE, path + ": " + e.detail(), e);
        } catch (IOException e) {
            throw new CommandException(ExitCode.NOT_FOUND, "cannot read " + path + ": " + e.getMessage(), e);
        }
    }

    boolean isSource() {
        return name.endsWith(".java");
    }
}
