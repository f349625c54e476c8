package dev.rondo.cli.server;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.ExitCode;
import dev.rondo.webserver.OperatorFamily;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/**
 * The folder that this build of Rondo lies in.
 *
 * @param folder holds {@code lib}, {@code operators} and {@code examples}
 */
public record Installation(Path folder) {

    // What a task host or parser needs of ours; everything else of the class path stays out of the user's sight.
    private static final List<String> HOST_JARS = List.of(
            "rondo-sdk-",
            "rondo-core-",
            "rondo-runtime-",
            "rondo-storage-",
            "slf4j-api-",
            "jspecify-",
            "biweekly-",
            "vinnie-");

    /** As the launcher says. */
    public static Installation ofThisProcess() {
        String said = System.getProperty("rondo.dist");
        if (said == null) {
            throw new CommandException(
                    ExitCode.CONFIG, "the property rondo.dist is not set; start Rondo with its launcher, `rondo`");
        }
        return new Installation(Path.of(said).toAbsolutePath().normalize());
    }

    /** Class path of task hosts and parsers. */
    public List<Path> hostClassPath() {
        List<Path> jars = Stream.concat(
                        jars("lib")
                                .filter(j -> HOST_JARS.stream()
                                        .anyMatch(h ->
                                                isVersionOf(h, j.getFileName().toString()))),
                        jars("operators"))
                .sorted()
                .toList();
        if (jars.size() < HOST_JARS.size()) {
            throw new CommandException(
                    ExitCode.SOFTWARE, "jars are missing from " + folder + "; build or unpack Rondo again");
        }
        return jars;
    }

    // rondo-storage-1.jar is one of rondo-storage-, and rondo-storage-server-1.jar is not.
    private static boolean isVersionOf(String artifact, String jar) {
        return jar.startsWith(artifact) && Character.isDigit(jar.charAt(artifact.length()));
    }

    /** Class path of a JVM that runs a DAG without a server. */
    public List<Path> testKitClassPath() {
        return Stream.concat(
                        hostClassPath().stream(),
                        jars("lib").filter(j -> j.getFileName().toString().startsWith("rondo-testkit-")))
                .toList();
    }

    /** What Google's client consists of; for a class loader of its own. */
    List<Path> googleJars() {
        return jars("google").sorted().toList();
    }

    /** The operators that are there, in the order of their names, as their jars say in their manifests. */
    public List<OperatorFamily> operators() {
        return jars("operators")
                .map(Installation::family)
                .sorted(Comparator.comparing(OperatorFamily::name))
                .toList();
    }

    private static OperatorFamily family(Path jar) {
        Attributes said;
        try (JarFile opened = new JarFile(jar.toFile())) {
            Manifest manifest = opened.getManifest();
            said = manifest == null ? new Attributes() : manifest.getMainAttributes();
        } catch (IOException e) {
            throw new CommandException(ExitCode.SOFTWARE, "cannot read " + jar + "; build or unpack Rondo again", e);
        }
        String file = jar.getFileName().toString();
        return new OperatorFamily(
                said(said, "Implementation-Title", file.substring(0, file.length() - ".jar".length())),
                said(said, "Bundle-Description", ""),
                said(said, "Implementation-Version", ""));
    }

    private static String said(Attributes attributes, String name, String otherwise) {
        String value = attributes.getValue(name);
        return value == null ? otherwise : value;
    }

    /** Folder of the example DAGs. */
    public Path examples() {
        return folder.resolve("examples");
    }

    /** Folder of the AOT caches of this JDK; the launcher knows where it can write. */
    public Path caches() {
        String said = System.getProperty("rondo.cache");
        return said == null ? folder.resolve("cache") : Path.of(said);
    }

    /**
     * The AOT cache of that name; empty when there is none, none could be made, or the launcher uses none: it is told
     * not to, or they are older than this build.
     */
    public Optional<Path> cache(String name) {
        Path cache = caches().resolve(name + ".aot");
        boolean used = "on".equals(System.getProperty("rondo.aot"));
        return used && cache.toFile().length() > 0 ? Optional.of(cache) : Optional.empty();
    }

    private Stream<Path> jars(String sub) {
        try (Stream<Path> files = Files.list(folder.resolve(sub))) {
            return files.filter(f -> f.toString().endsWith(".jar")).toList().stream();
        } catch (IOException e) {
            throw new CommandException(
                    ExitCode.SOFTWARE, "cannot read " + folder.resolve(sub) + "; build or unpack Rondo again", e);
        }
    }
}
