package dev.rondo.metadata.postgres;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/**
 * Unpacks the kind of tar that the server's binaries come in: files, folders and symbolic links with names below 256
 * bytes. Anything else (hard links, devices, extended headers) is refused, not skipped: a server with a file missing
 * fails later and less clearly.
 *
 * <p>A library for this is four jars and 2.7 MB in every distribution. Source of the layout: POSIX.1-1988, "ustar".
 */
final class TarReader {

    private static final int BLOCK = 512;

    private final InputStream input;
    private final Path target;
    private final byte[] header = new byte[BLOCK];
    private final byte[] buffer = new byte[64 * 1024];

    TarReader(InputStream input, Path target) {
        this.input = input;
        this.target = target.toAbsolutePath().normalize();
    }

    /** @return how many files were written */
    int unpack() throws IOException {
        int files = 0;
        while (input.readNBytes(header, 0, BLOCK) == BLOCK && header[0] != 0) {
            Path path = pathOf(name());
            switch (header[156]) {
                case '0', 0 -> {
                    writeFile(path, number(124, 12), permissions());
                    files++;
                }
                case '5' -> Files.createDirectories(path);
                case '2' -> link(path, text(157, 100));
                default ->
                    throw new IOException(
                            "tar entry '" + name() + "' is of the unknown type '" + (char) header[156] + "'");
            }
        }
        return files;
    }

    private String name() {
        String prefix = text(257, 6).equals("ustar") && header[263] == '0' ? text(345, 155) : "";
        String name = text(0, 100);
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    private Path pathOf(String name) throws IOException {
        Path path = target.resolve(name).normalize();
        if (!path.startsWith(target)) {
            throw new IOException("tar entry '" + name + "' leads out of " + target);
        }
        return path;
    }

    private void link(Path path, String destination) throws IOException {
        createParent(path);
        pathOf(target.relativize(path.resolveSibling(destination)).toString());
        Files.createSymbolicLink(path, Path.of(destination));
    }

    private void writeFile(Path path, long size, Set<PosixFilePermission> permissions) throws IOException {
        createParent(path);
        try (OutputStream output = Files.newOutputStream(path)) {
            long left = size;
            while (left > 0) {
                int read = input.readNBytes(buffer, 0, (int) Math.min(buffer.length, left));
                if (read == 0) {
                    throw new EOFException("tar ends within '" + name() + "', " + left + " bytes before its end");
                }
                output.write(buffer, 0, read);
                left -= read;
            }
        }
        Files.setPosixFilePermissions(path, permissions);
        input.skipNBytes((BLOCK - size % BLOCK) % BLOCK);
    }

    private static void createParent(Path path) throws IOException {
        Path parent = path.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
    }

    /** Readable by all: another OS user may have to run the server. Only "executable" is taken from the archive. */
    private Set<PosixFilePermission> permissions() throws IOException {
        Set<PosixFilePermission> permissions = EnumSet.of(
                PosixFilePermission.OWNER_READ,
                PosixFilePermission.OWNER_WRITE,
                PosixFilePermission.GROUP_READ,
                PosixFilePermission.OTHERS_READ);
        if ((number(100, 8) & 0100) != 0) {
            permissions.add(PosixFilePermission.OWNER_EXECUTE);
            permissions.add(PosixFilePermission.GROUP_EXECUTE);
            permissions.add(PosixFilePermission.OTHERS_EXECUTE);
        }
        return permissions;
    }

    private long number(int offset, int length) throws IOException {
        String digits = text(offset, length).strip();
        try {
            return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
        } catch (NumberFormatException e) {
            throw new IOException("tar header at '" + text(0, 100) + "' holds '" + digits + "' for an octal number", e);
        }
    }

    private String text(int offset, int length) {
        int end = offset;
        while (end < offset + length && header[end] != 0) {
            end++;
        }
        return new String(header, offset, end - offset, StandardCharsets.UTF_8);
    }
}
