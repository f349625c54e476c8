package dev.rondo.metadata.postgres;

import dev.rondo.core.time.Pause;
import dev.rondo.metadata.postgres.EmbeddedPostgresException.Problem;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tukaani.xz.XZInputStream;

/**
 * The server's programs as they lie on the class path: one archive per operating system and processor.
 *
 * @param version of the server, such as 18.6.0
 * @param resource name of the archive on the class path
 */
record Binaries(String version, String resource) {

    private static final Logger LOG = LoggerFactory.getLogger(Binaries.class);

    static Binaries ofThisMachine() {
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String arch = System.getProperty("os.arch", "");
        return new Binaries(bundledVersion(), resourceFor(os, arch));
    }

    /** The major version, which a data directory must share. */
    String major() {
        return version.substring(0, version.indexOf('.'));
    }

    /**
     * Unpacks into {@code folder/version}, once: the folder appears under its name when it is complete. Two at once are
     * safe, the second finds the first's.
     */
    Installation unpackInto(Path folder, Pause pause) {
        try {
            Files.createDirectories(folder);
            Path target = folder.toRealPath().resolve(version);
            if (Files.isDirectory(target)) {
                return new Installation(target, version);
            }
            try (FolderLock _ = FolderLock.acquire(folder.resolve("unpack.lock"), pause)) {
                if (!Files.isDirectory(target)) {
                    unpackTo(target, folder.resolve(version + ".unpacking"));
                }
            }
            return new Installation(target, version);
        } catch (IOException e) {
            throw IoFailure.explained("unpack PostgreSQL " + version + " into " + folder, e);
        }
    }

    private void unpackTo(Path target, Path draft) throws IOException {
        DurableFiles.deleteTree(draft); // of a killed one
        try (@Nullable InputStream archive = Binaries.class.getResourceAsStream(resource)) {
            if (archive == null) {
                throw new EmbeddedPostgresException(Problem.NO_BINARIES, noBinaries());
            }
            LOG.atInfo()
                    .addKeyValue("version", version)
                    .addKeyValue("folder", target)
                    .log("unpacking postgresql, once");
            try (InputStream tar = new XZInputStream(new BufferedInputStream(archive, 1 << 16))) {
                new TarReader(tar, draft).unpack();
            }
        }
        DurableFiles.forceTree(draft);
        DurableFiles.moveInto(draft, target);
    }

    private String noBinaries() {
        return "embedded postgresql: no server for " + System.getProperty("os.name") + " on "
                + System.getProperty("os.arch") + " is on the class path (looked for " + resource
                + "); there are some for Linux (amd64, aarch64) and macOS, each built on that system."
                + " Use a PostgreSQL of your own with --database-url postgresql://user:password@host/database";
    }

    static String resourceFor(String os, String arch) {
        String system = os.startsWith("mac") ? "darwin" : os;
        String processor = switch (arch) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64" -> "arm_64";
            default -> arch;
        };
        return "/postgres-" + system + "-" + processor + ".txz";
    }

    private static String bundledVersion() {
        try (@Nullable InputStream input = Binaries.class.getResourceAsStream("binaries.properties")) {
            if (input == null) {
                throw new IllegalStateException("binaries.properties is missing beside " + Binaries.class.getName());
            }
            Properties properties = new Properties();
            properties.load(input);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new IllegalStateException("binaries.properties cannot be read", e);
        }
    }
}
