package dev.rondo.webserver.dagfile;

import dev.rondo.webserver.rest.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A folder of DAG files, as somebody puts files there who is not on its machine. A DAG processor sees a file whole or
 * not at all: it is written beside under a hidden name, checked, and moved into place.
 */
public final class DagsFolder {

    /** Ten times the largest shaded jar of a usual project. */
    public static final long MAX_JAR_BYTES = 256L << 20;

    /** More is no text that anybody wrote. */
    static final long MAX_SOURCE_BYTES = 1L << 20;

    private static final int BUFFER_BYTES = 1 << 16;

    // As createTempFile names them.
    private static final Pattern PART = Pattern.compile("\\..+\\.(jar|java)\\.\\d+\\.part");

    // An upload that says nothing for this long is cut by the server, and the command's own copy takes a second.
    private static final Duration NOBODY_WRITES = Duration.ofMinutes(10);

    private final Path folder;
    private final JarCheck jars = new JarCheck(JarCheck.MAX_ENTRIES, JarCheck.MAX_UNPACKED_BYTES);

    public DagsFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * A file that was put there.
     *
     * @param sha256 of its bytes, lower case hex
     * @param replaced whether there was one of that name before
     */
    public record Stored(String fileName, String sha256, long bytes, boolean replaced) {}

    /**
     * Puts a file there, or in the place of the one that is there.
     *
     * @param name as {@link DagFileName} has it
     * @param sha256 what its bytes must have; empty: any
     * @param before told once it is known to be good, before it takes effect
     * @throws ProblemException when it is not good, is cut short, or cannot be written
     */
    public Stored put(String name, InputStream content, Optional<String> sha256, Consumer<Stored> before) {
        String checked = DagFileName.checked(name);
        Path target = folder.resolve(checked);
        Path part = part(checked);
        try {
            Received received = receive(content, part, checked);
            if (sha256.isPresent() && !sha256.get().equals(received.sha256())) {
                throw new ProblemException(
                        422,
                        "DIGEST_DIFFERS",
                        "body: its bytes have the SHA-256 " + received.sha256() + ", not " + sha256.get()
                                + "; it was changed on its way: send it again");
            }
            check(part, checked);
            Stored stored = new Stored(
                    checked, received.sha256(), received.bytes(), Files.exists(target, LinkOption.NOFOLLOW_LINKS));
            before.accept(stored);
            // Over what is there, be it a link: that itself is replaced, not what it leads to.
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return stored;
        } catch (IOException e) {
            throw cannotWrite(e);
        } finally {
            delete(part);
        }
    }

    /**
     * Removes what was left of uploads that were cut off, their process killed. Others may be writing here: what
     * somebody wrote to within the last minutes stays.
     */
    public void clear(Instant now) {
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(DagsFolder::isPart).filter(file -> isLeft(file, now)).forEach(DagsFolder::delete);
        } catch (IOException | UncheckedIOException e) {
            // They are hidden and harmless; that the folder cannot be read, the DAG processor says.
        }
    }

    /** Whether a file is what an upload has written so far. */
    public static boolean isPart(Path file) {
        return PART.matcher(file.getFileName().toString()).matches();
    }

    /**
     * Looks at all of a jar.
     *
     * @throws ProblemException when it is not whole, or may not be put there
     */
    public static void requireWhole(Path jar) throws IOException {
        new JarCheck(JarCheck.MAX_ENTRIES, JarCheck.MAX_UNPACKED_BYTES).check(jar);
    }

    private static boolean isLeft(Path part, Instant now) {
        try {
            return Files.getLastModifiedTime(part, LinkOption.NOFOLLOW_LINKS)
                    .toInstant()
                    .isBefore(now.minus(NOBODY_WRITES));
        } catch (IOException e) {
            return false; // another one has removed it
        }
    }

    private Path part(String name) {
        try {
            return Files.createTempFile(Files.createDirectories(folder), "." + name + ".", ".part");
        } catch (IOException e) {
            throw cannotWrite(e);
        }
    }

    private record Received(String sha256, long bytes) {}

    private static Received receive(InputStream content, Path part, String name) throws IOException {
        long max = DagFileName.isSource(name) ? MAX_SOURCE_BYTES : MAX_JAR_BYTES;
        MessageDigest digest = sha256();
        long bytes = 0;
        try (FileChannel out = FileChannel.open(part, StandardOpenOption.WRITE)) {
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int n = read(content, buffer); n >= 0; n = read(content, buffer)) {
                bytes += n;
                if (bytes > max) {
                    throw new ProblemException(
                            413, "BODY_TOO_LARGE", "body: " + name + " is larger than " + (max >> 20) + " MiB");
                }
                digest.update(buffer, 0, n);
                ByteBuffer some = ByteBuffer.wrap(buffer, 0, n);
                while (some.hasRemaining()) {
                    int ignored = out.write(some);
                }
            }
            out.force(true); // a name that is there after a power cut with nothing in it would be an import error
        }
        return new Received(HexFormat.of().formatHex(digest.digest()), bytes);
    }

    private static int read(InputStream content, byte[] buffer) {
        try {
            return content.read(buffer);
        } catch (IOException e) {
            throw new ProblemException(400, "BODY_INCOMPLETE", "the body could not be read to its end");
        }
    }

    private void check(Path part, String name) throws IOException {
        if (!DagFileName.isSource(name)) {
            jars.check(part);
            return;
        }
        try {
            String ignored = Files.readString(part, StandardCharsets.UTF_8);
        } catch (CharacterCodingException e) {
            throw new ProblemException(422, "NOT_A_SOURCE", "body: " + name + " is no text in UTF-8");
        }
    }

    private ProblemException cannotWrite(IOException e) {
        return new ProblemException(
                503, "DAGS_FOLDER_UNWRITABLE", "the server cannot write to its folder of DAGs: " + e.getMessage());
    }

    private static void delete(Path part) {
        try {
            boolean ignored = Files.deleteIfExists(part);
        } catch (IOException e) {
            // Hidden, and no DAG processor takes it.
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
