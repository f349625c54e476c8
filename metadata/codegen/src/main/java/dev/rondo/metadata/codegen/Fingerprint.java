package dev.rondo.metadata.codegen;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.jooq.Constants;

/** All that the generated classes depend on: the migrations, jOOQ's version and our own settings. */
final class Fingerprint {

    private Fingerprint() {}

    static String of(Path migrations, String packageName) throws IOException {
        try (Stream<Path> files = Files.list(migrations)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            List<Path> sorted = files.sorted().toList();
            for (Path file : sorted) {
                digest.update(String.valueOf(file.getFileName()).getBytes(StandardCharsets.UTF_8));
                digest.update(Files.readAllBytes(file));
            }
            digest.update((packageName + Constants.FULL_VERSION).getBytes(StandardCharsets.UTF_8));
            digest.update(ownCode());
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** The compiled settings: a changed option of the generator shows here. */
    private static byte[] ownCode() throws IOException {
        try (InputStream code = Fingerprint.class.getResourceAsStream("CodegenMain.class")) {
            if (code == null) {
                throw new IllegalStateException("CodegenMain.class is not on the class path");
            }
            return code.readAllBytes();
        }
    }
}
