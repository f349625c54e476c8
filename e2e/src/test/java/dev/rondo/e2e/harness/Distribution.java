package dev.rondo.e2e.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The distribution that the build made, as the archive holds it. */
public record Distribution(Path folder) {

    /** The one of this build. */
    public static Distribution built() {
        String said = System.getProperty("rondo.dist");
        if (said == null) {
            throw new IllegalStateException("the property rondo.dist is not set; run the tests through Maven");
        }
        Path folder = Path.of(said).toAbsolutePath().normalize();
        if (!Files.isExecutable(folder.resolve("bin/rondo"))) {
            throw new IllegalStateException(folder + " holds no bin/rondo; build module cli first (-pl e2e -am)");
        }
        return new Distribution(folder);
    }

    Path launcher() {
        return folder.resolve("bin/rondo");
    }

    /** What a DAG compiles against: sdk, operators, and the libraries that the installation provides. */
    public List<Path> authorClassPath() {
        return Stream.concat(jars("lib").filter(Distribution::isForAuthors), jars("operators"))
                .toList();
    }

    private static boolean isForAuthors(Path jar) {
        String name = jar.getFileName().toString();
        return name.startsWith("rondo-sdk-") || name.startsWith("slf4j-api-");
    }

    private Stream<Path> jars(String sub) {
        try (Stream<Path> files = Files.list(folder.resolve(sub))) {
            return files.filter(f -> f.toString().endsWith(".jar")).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + folder.resolve(sub), e);
        }
    }
}
