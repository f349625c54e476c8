package dev.rondo.metadata.testing;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The migrations on the class path, told apart by their content. */
final class BundledMigrations {

    private static final String FOLDER = "db/migration";

    private BundledMigrations() {}

    /** The first 16 hex digits of a hash over names and contents. */
    static String hash() {
        URL folder = BundledMigrations.class.getClassLoader().getResource(FOLDER);
        if (folder == null) {
            throw new IllegalStateException("no migrations on the class path (" + FOLDER
                    + "): depend on rondo-metadata, or ask for an empty database");
        }
        try {
            URI location = folder.toURI();
            if (location.getScheme().equals("jar")) {
                try (FileSystem jar = FileSystems.newFileSystem(location, Map.of())) {
                    return hash(jar.getPath(FOLDER));
                }
            }
            return hash(Path.of(location));
        } catch (URISyntaxException | IOException e) {
            throw new IllegalStateException("the migrations at " + folder + " cannot be read", e);
        }
    }

    private static String hash(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            List<Path> files = entries.sorted().toList();
            for (Path file : files) {
                digest.update(String.valueOf(file.getFileName()).getBytes(StandardCharsets.UTF_8));
                digest.update(Files.readAllBytes(file));
            }
            return HexFormat.of().formatHex(digest.digest()).substring(0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
