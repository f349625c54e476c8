package dev.rondo.cli.init;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.ExitCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The Maven repository inside a project: what a DAG is compiled and tested with, from the installation. Nothing of ours
 * is in a public one.
 */
final class MavenRepository {

    private static final String GROUP = "dev.rondo";

    private static final List<Module> MODULES = List.of(
            new Module("rondo-sdk", "lib", List.of()),
            new Module("rondo-core", "lib", List.of("rondo-sdk")),
            new Module("rondo-runtime", "lib", List.of("rondo-core", "rondo-sdk")),
            new Module("rondo-testkit", "lib", List.of("rondo-core", "rondo-runtime", "rondo-sdk")),
            new Module("rondo-storage", "lib", List.of()),
            new Module("rondo-operators-google", "operators", List.of("rondo-sdk", "rondo-storage")),
            new Module("rondo-operators-standard", "operators", List.of("rondo-sdk")));

    private final Path installation;
    private final String version;

    /** A jar of the installation, where it lies there, and what of ours it needs. */
    private record Module(String artifact, String folder, List<String> needs) {}

    MavenRepository(Path installation, String version) {
        this.installation = installation;
        this.version = version;
    }

    /**
     * Writes the repository.
     *
     * @throws CommandException when the installation lacks a jar or its sources
     */
    void write(Path repository) throws IOException {
        for (Module each : MODULES) {
            Path folder = repository
                    .resolve(GROUP.replace('.', '/'))
                    .resolve(each.artifact())
                    .resolve(version);
            Files.createDirectories(folder);
            String stem = each.artifact() + "-" + version;
            Path jar = installation.resolve(each.folder()).resolve(stem + ".jar");
            Path sources = installation.resolve("maven/sources").resolve(each.artifact());
            if (!Files.isRegularFile(jar) || !Files.isDirectory(sources)) {
                throw new CommandException(
                        ExitCode.SOFTWARE,
                        "the installation lacks " + (Files.isRegularFile(jar) ? sources : jar)
                                + "; build or unpack Rondo again");
            }
            Files.copy(jar, folder.resolve(stem + ".jar"));
            Files.writeString(folder.resolve(stem + ".pom"), pom(each));
            writeSources(sources, folder.resolve(stem + "-sources.jar"));
        }
    }

    private String pom(Module module) {
        Stream<String> ours = module.needs().stream().map(artifact -> dependency(GROUP, artifact, version));
        Stream<String> others = Stream.of(
                dependency("org.jspecify", "jspecify", versionOf("jspecify")),
                dependency("org.slf4j", "slf4j-api", versionOf("slf4j-api")),
                module.artifact().equals("rondo-runtime") ? calendars() : "");
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <project xmlns="http://maven.apache.org/POM/4.0.0">
                  <modelVersion>4.0.0</modelVersion>
                  <groupId>%s</groupId>
                  <artifactId>%s</artifactId>
                  <version>%s</version>
                  <dependencies>
                %s  </dependencies>
                </project>
                """.formatted(
                GROUP, module.artifact(), version, Stream.concat(ours, others).collect(Collectors.joining()));
    }

    /** What reads holiday files; its JSON forms are not used. */
    private String calendars() {
        return """
                    <dependency>
                      <groupId>net.sf.biweekly</groupId>
                      <artifactId>biweekly</artifactId>
                      <version>%s</version>
                      <exclusions>
                        <exclusion>
                          <groupId>com.fasterxml.jackson.core</groupId>
                          <artifactId>*</artifactId>
                        </exclusion>
                      </exclusions>
                    </dependency>
                """.formatted(versionOf("biweekly"));
    }

    private static String dependency(String group, String artifact, String version) {
        return """
                    <dependency>
                      <groupId>%s</groupId>
                      <artifactId>%s</artifactId>
                      <version>%s</version>
                    </dependency>
                """.formatted(group, artifact, version);
    }

    /** The version that the installation itself runs with. */
    private String versionOf(String artifact) {
        String prefix = artifact + "-";
        try (Stream<Path> files = Files.list(installation.resolve("lib"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(prefix) && name.endsWith(".jar"))
                    .map(name -> name.substring(prefix.length(), name.length() - ".jar".length()))
                    .findFirst()
                    .orElseThrow(() -> new CommandException(
                            ExitCode.SOFTWARE, "the installation lacks " + artifact + "; build or unpack Rondo again"));
        } catch (IOException e) {
            throw new CommandException(ExitCode.SOFTWARE, "cannot read " + installation + ": " + e.getMessage(), e);
        }
    }

    private static void writeSources(Path sources, Path target) throws IOException {
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(target));
                Stream<Path> files = Files.walk(sources)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                jar.putNextEntry(
                        new JarEntry(sources.relativize(file).toString().replace('\\', '/')));
                jar.write(Files.readString(file).getBytes(StandardCharsets.UTF_8));
                jar.closeEntry();
            }
        }
    }
}
