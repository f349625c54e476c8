package dev.rondo.webserver.dagfile;

import dev.rondo.webserver.rest.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Whether a jar may be put where it will be unpacked: its entries stay below the folder they are unpacked into, and
 * there are not more of them, nor more in them, than a jar has. What the directory of the jar says of sizes is not
 * believed: each entry is read.
 */
final class JarCheck {

    /** A shaded jar of a large service has a tenth of it. */
    static final int MAX_ENTRIES = 100_000;

    /** Four times the largest upload: classes shrink to half, texts to a tenth, bombs to a thousandth. */
    static final long MAX_UNPACKED_BYTES = 4 * DagsFolder.MAX_JAR_BYTES;

    private static final int BUFFER_BYTES = 1 << 16;

    private final int maxEntries;
    private final long maxUnpackedBytes;

    JarCheck(int maxEntries, long maxUnpackedBytes) {
        this.maxEntries = maxEntries;
        this.maxUnpackedBytes = maxUnpackedBytes;
    }

    /**
     * Looks at all of it.
     *
     * @throws ProblemException 422 when it may not
     */
    void check(Path jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            if (zip.size() > maxEntries) {
                throw bomb("it has " + zip.size() + " entries, and a jar has at most " + maxEntries);
            }
            byte[] buffer = new byte[BUFFER_BYTES];
            long unpacked = 0;
            for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
                ZipEntry entry = entries.nextElement();
                if (leavesFolder(entry.getName())) {
                    throw refused("JAR_ENTRY_OUTSIDE", "an entry of it lies outside of it: '" + entry.getName() + "'");
                }
                try (InputStream in = zip.getInputStream(entry)) {
                    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                        unpacked += n;
                        if (unpacked > maxUnpackedBytes) {
                            throw bomb("it has more than " + maxUnpackedBytes + " bytes when it is unpacked");
                        }
                    }
                }
            }
        } catch (ZipException | IllegalArgumentException e) {
            throw refused("NOT_A_JAR", "it is no whole jar: " + e.getMessage());
        }
    }

    private static boolean leavesFolder(String name) {
        return name.startsWith("/")
                || name.indexOf('\\') >= 0
                || name.indexOf('\0') >= 0
                || name.matches("[A-Za-z]:.*")
                || Arrays.asList(name.split("/", -1)).contains("..");
    }

    private static ProblemException bomb(String why) {
        return refused("JAR_TOO_LARGE", why + "; leave data and models out of it");
    }

    private static ProblemException refused(String code, String why) {
        return new ProblemException(422, code, "body: " + why);
    }
}
