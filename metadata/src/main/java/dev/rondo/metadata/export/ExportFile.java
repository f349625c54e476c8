package dev.rondo.metadata.export;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rondo.sdk.internal.json.JsonException;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonValue;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A file with an environment in it: a zip, so that anybody can look into it. {@code rondo.json} is first and says what
 * it is; then each table, each file of the store; {@code end.json} is last and has the SHA-256 of all that is before
 * it, so that one that was cut off or altered is known. It is written and read as a stream.
 */
final class ExportFile {

    static final String FIRST = "rondo.json";
    static final String LAST = "end.json";

    /** Whoever changes what is in the file makes it another one. */
    static final int FORMAT = 1;

    // As the format has them: a local header, and the end of the directory, 22 bytes where there is no comment.
    private static final byte[] BEGIN = {'P', 'K', 3, 4};
    private static final byte[] END = {'P', 'K', 5, 6};
    private static final int END_BYTES = 22;

    private ExportFile() {}

    /** Writes a part of the file. */
    interface Content {
        void to(OutputStream out) throws IOException;
    }

    /** Told each part, in order. */
    interface Reader {
        void part(String name, InputStream content) throws IOException;
    }

    static final class Writer implements AutoCloseable {

        private final ZipOutputStream zip;
        private final MessageDigest digest = sha256();

        /**
         * Writes into a file that is there.
         *
         * @param file a temporary one, which its owner alone can read: hashes of passwords are in it
         */
        Writer(Path file) throws IOException {
            this.zip = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(file)), UTF_8);
        }

        void part(String name, Content content) throws IOException {
            zip.putNextEntry(new ZipEntry(name));
            digest.update((name + "\n").getBytes(UTF_8));
            content.to(new Digested());
            zip.closeEntry();
        }

        /** Ends the file. */
        void end() throws IOException {
            String sum = HexFormat.of().formatHex(digest.digest());
            zip.putNextEntry(new ZipEntry(LAST));
            zip.write(JsonObject.builder().put("sha256", sum).build().toJson().getBytes(UTF_8));
            zip.closeEntry();
            zip.finish();
        }

        private final class Digested extends FilterOutputStream {
            Digested() {
                super(zip);
            }

            @Override
            public void write(int one) throws IOException {
                digest.update((byte) one);
                zip.write(one);
            }

            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                digest.update(bytes, from, length);
                zip.write(bytes, from, length);
            }

            @Override
            public void close() {
                // Who copies a table closes what they write to; the file goes on.
            }
        }

        @Override
        public void close() throws IOException {
            zip.close();
        }
    }

    /**
     * Reads all of it, and hands over each part before the last.
     *
     * @throws ExportException when it is none of ours, is cut off, or was altered
     */
    static void read(Path file, Reader reader) throws IOException {
        requireEnd(file);
        MessageDigest digest = sha256();
        try (ZipInputStream zip = new ZipInputStream(new BufferedInputStream(Files.newInputStream(file)), UTF_8)) {
            boolean first = true;
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                String name = entry.getName();
                if (first && !name.equals(FIRST)) {
                    break;
                }
                first = false;
                if (name.equals(LAST)) {
                    requireSum(file, zip, digest);
                    return;
                }
                digest.update((name + "\n").getBytes(UTF_8));
                DigestInputStream content = new DigestInputStream(new Unclosed(zip), digest);
                reader.part(name, content);
                long ignored = content.transferTo(OutputStream.nullOutputStream());
            }
            throw first ? none(file) : cutOff(file, null);
        } catch (ZipException | EOFException e) {
            throw cutOff(file, e);
        }
    }

    /** A zip ends with a record of its own, which is looked for before gigabytes are read in vain. */
    private static void requireEnd(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            byte[] begin = bytes(channel, 0, BEGIN.length);
            byte[] end = bytes(channel, Math.max(0, channel.size() - END_BYTES), END.length);
            if (!Arrays.equals(begin, BEGIN)) {
                throw none(file);
            }
            if (!Arrays.equals(end, END)) {
                throw cutOff(file, null);
            }
        }
    }

    private static byte[] bytes(FileChannel channel, long from, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count);
        int ignored = channel.read(bytes, from);
        return bytes.array();
    }

    private static ExportException none(Path file) {
        return new ExportException(file + " is no export of Rondo; `rondo db export` makes one");
    }

    private static void requireSum(Path file, InputStream last, MessageDigest digest) throws IOException {
        String sum = HexFormat.of().formatHex(digest.digest());
        if (!sum.equals(json(file, last).findString("sha256").orElse(""))) {
            throw new ExportException(file + " was altered: its checksum is another; copy or export it again");
        }
    }

    static JsonObject json(Path file, InputStream content) throws IOException {
        try {
            if (JsonValue.parse(new String(content.readAllBytes(), UTF_8)) instanceof JsonObject object) {
                return object;
            }
        } catch (JsonException e) {
            throw new ExportException(file + " is no export of Rondo, or was altered: " + e.getMessage());
        }
        throw new ExportException(file + " is no export of Rondo, or was altered");
    }

    private static ExportException cutOff(Path file, @Nullable IOException cause) {
        return new ExportException(file + " is cut off or damaged"
                + (cause == null ? "" : " (" + cause.getMessage() + ")") + "; copy or export it again");
    }

    private static final class Unclosed extends FilterInputStream {
        Unclosed(InputStream in) {
            super(in);
        }

        @Override
        public void close() {
            // The next part is behind it.
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
