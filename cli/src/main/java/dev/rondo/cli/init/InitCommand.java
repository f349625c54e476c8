package dev.rondo.cli.init;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.ExitCode;
import dev.rondo.cli.Version;
import dev.rondo.cli.server.Installation;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code rondo dags init}. */
@Command(
        name = "init",
        description = {
            "Writes a Maven project with a DAG and a test that passes.",
            "It carries Rondo's jars itself, and builds without a network after its first build."
        },
        mixinStandardHelpOptions = true)
public final class InitCommand implements Callable<Integer> {

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Parameters(paramLabel = "NAME", description = "Name of the project, such as census-training.")
    private String name = "";

    @Option(
            names = "--package",
            paramLabel = "PACKAGE",
            defaultValue = "dags",
            description = "Java package of the DAG. Default: ${DEFAULT-VALUE}")
    private String javaPackage = "dags";

    @Option(names = "--dir", paramLabel = "DIR", description = "Folder of the project; must not exist. Default: ./NAME")
    private @Nullable Path dir;

    @Override
    public Integer call() {
        ProjectName project = new ProjectName(name, javaPackage);
        project.problem().ifPresent(problem -> {
            throw new CommandException(ExitCode.USAGE, problem);
        });
        Path target = (dir == null ? Path.of(name) : dir).toAbsolutePath().normalize();
        if (Files.exists(target)) {
            throw new CommandException(
                    ExitCode.CANT_CREATE, target + " exists; give another name, or another folder with --dir");
        }
        Installation installation = Installation.ofThisProcess();
        try {
            create(project, target, installation);
        } catch (IOException e) {
            throw new CommandException(ExitCode.CANT_CREATE, "cannot write " + target + ": " + e.getMessage(), e);
        }
        PrintWriter out = command.commandLine().getOut();
        out.println("wrote " + target);
        out.println("next:  cd " + target + " && ./mvnw package");
        return ExitCode.OK.code();
    }

    /** Written beside and renamed into place: a project that is there is whole. */
    private static void create(ProjectName project, Path target, Installation installation) throws IOException {
        Path parent = Objects.requireNonNull(target.getParent(), "an absolute path that does not exist has a parent");
        Files.createDirectories(parent);
        Path part = Files.createTempDirectory(parent, "." + target.getFileName() + ".");
        try {
            write(project, part, installation);
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            delete(part);
        }
    }

    private static void write(ProjectName project, Path folder, Installation installation) throws IOException {
        Path main = folder.resolve("src/main/java").resolve(project.packagePath());
        Path test = folder.resolve("src/test/java").resolve(project.packagePath());
        Files.createDirectories(main);
        Files.createDirectories(test);
        Files.createDirectories(folder.resolve("bin"));
        fill("pom.xml", project, folder.resolve("pom.xml"));
        fill("Dag.java", project, main.resolve(project.className() + ".java"));
        fill("DagTest.java", project, test.resolve(project.className() + "Test.java"));
        fill("README.md", project, folder.resolve("README.md"));
        fill("gitignore", project, folder.resolve(".gitignore"));
        Path wrapper = folder.resolve("mvnw");
        Files.copy(installation.folder().resolve("maven/mvnw"), wrapper);
        if (!wrapper.toFile().setExecutable(true)) {
            throw new IOException("cannot make " + wrapper + " executable");
        }
        Files.copy(installation.folder().resolve("bin/find-jdk.sh"), folder.resolve("bin/find-jdk.sh"));
        new MavenRepository(installation.folder(), Version.text()).write(folder.resolve("repo"));
    }

    private static void fill(String template, ProjectName project, Path target) throws IOException {
        try (InputStream in = Objects.requireNonNull(InitCommand.class.getResourceAsStream(template + ".txt"))) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("@package@", project.javaPackage())
                    .replace("@path@", project.packagePath())
                    .replace("@class@", project.className())
                    .replace("@name@", project.name())
                    .replace("@dag@", project.dagId())
                    .replace("@rondo@", Version.text());
            Files.writeString(target, text);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return; // it was renamed
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
