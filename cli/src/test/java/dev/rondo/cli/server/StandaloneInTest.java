package dev.rondo.cli.server;

import dev.rondo.cli.Home;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@link Standalone} in the JVM of a test, with an installation made of the class path. */
public final class StandaloneInTest implements AutoCloseable {

    private static final String DISTRIBUTION = "rondo.dist";

    private final OpenParts parts;
    private final String url;
    private final @Nullable String distributionBefore;

    private StandaloneInTest(OpenParts parts, String url, @Nullable String distributionBefore) {
        this.parts = parts;
        this.url = url;
        this.distributionBefore = distributionBefore;
    }

    public static StandaloneInTest start(Path home) throws IOException {
        return start(home, Map.of());
    }

    /** One that is told this by its environment. */
    static StandaloneInTest start(Path home, Map<String, String> environment) throws IOException {
        OpenParts parts = new OpenParts();
        Installation installation = installation(home.resolve("installation"));
        String before = System.getProperty(DISTRIBUTION);
        System.setProperty(DISTRIBUTION, installation.folder().toString()); // as the launcher does
        Standalone standalone = new Standalone(
                new Standalone.Options(
                        new Home(home),
                        new Listening("127.0.0.1", 0),
                        List.of(),
                        /* bucketPort= */ OptionalInt.empty(),
                        Optional.empty(),
                        Place.folder(home),
                        /* examples= */ false,
                        /* slots= */ 2,
                        environment),
                installation,
                new PrintWriter(Writer.nullWriter()));
        try {
            standalone.start(parts);
        } catch (RuntimeException e) {
            parts.close();
            setDistribution(before);
            throw e;
        }
        String server = Files.readString(new Home(home).serverFile());
        return new StandaloneInTest(parts, server.replaceAll("(?s).*\"url\": \"([^\"]*)\".*", "$1"), before);
    }

    // The home of this one goes; another that runs all the while has its own.
    private static void setDistribution(@Nullable String folder) {
        if (folder == null) {
            System.clearProperty(DISTRIBUTION);
        } else {
            System.setProperty(DISTRIBUTION, folder);
        }
    }

    /** A folder as the distribution has it, of links to the jars of this build. */
    public static Installation installation(Path folder) throws IOException {
        Path lib = Files.createDirectories(folder.resolve("lib"));
        Path operators = Files.createDirectories(folder.resolve("operators"));
        for (String entry :
                System.getProperty("java.class.path").split(Pattern.quote(File.pathSeparator), /* limit= */ -1)) {
            Path jar = Path.of(entry).toAbsolutePath();
            String name = String.valueOf(jar.getFileName());
            if (name.endsWith(".jar")) {
                Path where = name.startsWith("rondo-operators-") ? operators : lib;
                Files.createSymbolicLink(where.resolve(name), jar);
            }
        }
        return new Installation(folder);
    }

    public String url() {
        return url;
    }

    @Override
    public void close() {
        parts.close();
        setDistribution(distributionBefore);
    }
}
