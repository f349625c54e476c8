package dev.rondo.cli.local;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.ExitCode;
import dev.rondo.cli.Home;
import dev.rondo.cli.server.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a DAG is looked for that is given by its file or by its id. */
public final class DagFilesOption {

    @Option(
            names = "--dags-folder",
            paramLabel = "DIR",
            description = "Where DAG files are looked for by id. Default: $RONDO_HOME/dags, then the examples.")
    private @Nullable Path folder;

    @Option(names = "--dag-id", paramLabel = "ID", description = "Which DAG of a file that defines several.")
    private @Nullable String dagId;

    /** Files and the id of the DAG in them; null: the only one there is. */
    record Where(List<String> files, @Nullable String dagId) {}

    Where find(String fileOrId) {
        if (fileOrId.endsWith(".jar") || fileOrId.endsWith(".java")) {
            Path file = Path.of(fileOrId).toAbsolutePath();
            if (!Files.isRegularFile(file)) {
                throw new CommandException(ExitCode.NOT_FOUND, "there is no file " + file);
            }
            return new Where(List.of(file.toString()), dagId);
        }
        List<String> files = new ArrayList<>();
        if (folder != null) {
            addFiles(folder.toAbsolutePath(), files);
        } else {
            addFiles(Home.of(System.getenv()).dags(), files);
            addFiles(Installation.ofThisProcess().examples(), files);
        }
        if (files.isEmpty()) {
            throw new CommandException(
                    ExitCode.NOT_FOUND,
                    "there are no DAG files; give a .jar or .java file instead of '" + fileOrId
                            + "', or a --dags-folder");
        }
        return new Where(files, fileOrId);
    }

    private static void addFiles(Path dir, List<String> files) {
        if (!Files.isDirectory(dir)) {
            return;
        }
        try (var found = Files.list(dir)) {
            found.map(Path::toString)
                    .filter(file -> file.endsWith(".jar") || file.endsWith(".java"))
                    .sorted()
                    .forEach(files::add);
        } catch (IOException e) {
            throw new CommandException(ExitCode.NOT_FOUND, "cannot read the folder " + dir + ": " + e.getMessage(), e);
        }
    }
}
