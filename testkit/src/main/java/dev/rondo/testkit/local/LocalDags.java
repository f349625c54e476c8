package dev.rondo.testkit.local;

import dev.rondo.runtime.compile.CompileFailedException;
import dev.rondo.runtime.compile.SourceCompiler;
import dev.rondo.runtime.jar.DagJar;
import dev.rondo.runtime.jar.JarProblemException;
import dev.rondo.runtime.load.DagClass;
import dev.rondo.sdk.Dag;
import dev.rondo.sdk.internal.Bodies;
import dev.rondo.testkit.play.DagUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds a DAG in files. Their code runs in this process. */
final class LocalDags {

    private final Path workFolder;
    private final List<Path> installation;
    private final List<Path> libraries;
    private int read;

    /**
     * Finds DAGs.
     *
     * @param installation the jars that a {@code .java} file is compiled against
     * @param libraries further ones
     */
    LocalDags(Path workFolder, List<Path> installation, List<Path> libraries) {
        this.workFolder = workFolder;
        this.installation = List.copyOf(installation);
        this.libraries = List.copyOf(libraries);
    }

    /**
     * The DAG of that id.
     *
     * @param dagId null: there is one DAG in the files
     * @throws NoSuchElementException when there is none, or several and none was asked for; the message says what there
     *     is
     * @throws CannotLoadException when the only file cannot be read or compiled
     */
    DagUnderTest find(List<Path> files, @Nullable String dagId) throws IOException, CannotLoadException {
        TreeSet<String> seen = new TreeSet<>();
        List<String> problems = new ArrayList<>();
        List<Found> found = new ArrayList<>();
        for (Path file : files) {
            try {
                read(file, dagId, seen, found);
            } catch (CompileFailedException | JarProblemException e) {
                problems.add(file.getFileName() + ": " + e.getMessage());
            } catch (Exception | LinkageError e) { // the file's own code threw it: another file may have the DAG
                problems.add(file.getFileName() + ": " + e);
            }
        }
        if (found.size() == 1) {
            return found.getFirst().load();
        }
        if (found.isEmpty() && files.size() == 1 && !problems.isEmpty()) {
            throw new CannotLoadException(String.join("\n", problems));
        }
        throw new NoSuchElementException(
                found.size() > 1
                        ? (dagId == null
                                ? "there are several DAGs, " + seen + "; say which"
                                : "dag '" + dagId + "' is defined " + found.size() + " times: in "
                                        + found.stream().map(Found::where).toList())
                        : "there is no dag '" + dagId + "' in "
                                + files.stream().map(Path::getFileName).toList() + "; there are " + seen
                                + (problems.isEmpty() ? "" : "; not read: " + String.join("; ", problems)));
    }

    private record Found(DagClass type, String dagId, DagUnderTest.Code code, String where) {
        DagUnderTest load() {
            return DagUnderTest.of(type.name(), type::define, dagId, code);
        }
    }

    private void read(Path file, @Nullable String dagId, TreeSet<String> seen, List<Found> found) throws Exception {
        // A folder for each: files in several folders may have the same name.
        Path own = Files.createDirectories(workFolder.resolve(Integer.toString(++read)));
        Path jarFile = file.toString().endsWith(".java") ? compiled(file, own) : file;
        Path unpacked = own.resolve(file.getFileName() + ".lib");
        // Stays open for the life of this process: the DAG's classes come from it.
        DagJar jar = DagJar.open(jarFile, unpacked);
        List<Path> classPath = new ArrayList<>(installation);
        classPath.addFirst(jarFile);
        classPath.addAll(libraries(unpacked));
        DagUnderTest.Code code = new DagUnderTest.Code(jar.loader(), classPath);
        Thread.currentThread().setContextClassLoader(jar.loader());
        for (String name : jar.dagClasses().loadable()) {
            DagClass type = DagClass.load(name, jar.loader());
            for (Dag dag : type.define()) {
                String id = Bodies.of(dag).dagId();
                seen.add(id);
                if (dagId == null || dagId.equals(id)) {
                    found.add(new Found(type, id, code, file.getFileName().toString()));
                }
            }
        }
        if (!jar.dagClasses().notPublic().isEmpty()
                && jar.dagClasses().loadable().isEmpty()) {
            throw new CannotLoadException(
                    "class " + String.join(", ", jar.dagClasses().notPublic())
                            + " defines DAGs but is not public; make it public");
        }
    }

    private static List<Path> libraries(Path unpacked) throws IOException {
        if (!Files.isDirectory(unpacked)) {
            return List.of();
        }
        try (var files = Files.list(unpacked)) {
            return files.sorted().toList();
        }
    }

    private Path compiled(Path file, Path own) throws IOException, CompileFailedException {
        String name = file.getFileName().toString();
        Path jar = own.resolve(name + ".jar");
        new SourceCompiler(installation, libraries).compile(name, Files.readString(file), jar);
        return jar;
    }

    /** A file cannot be used; the message says why. */
    static final class CannotLoadException extends Exception {
        private static final long serialVersionUID = 1;

        CannotLoadException(String message) {
            super(message);
        }
    }
}
