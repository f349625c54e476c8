package dev.rondo.operators.gcs;

import dev.rondo.sdk.TaskContext;
import dev.rondo.storage.BucketException;
import dev.rondo.storage.BucketException.Kind;
import dev.rondo.storage.BucketObject;
import dev.rondo.storage.Buckets;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Brings an object into a file. Its bytes are gathered in {@code .NAME.GENERATION.part} beside it, which a later try
 * goes on with; the file has the old bytes or all of the new ones, and nothing else.
 */
final class Download {

    private static final int BUFFER = 1 << 18;

    // The object is replaced, or its bytes come damaged, again and again: then somebody has to look.
    private static final int MOST_TURNS = 3;

    private final Buckets buckets;
    private final String bucket;
    private final TaskContext context;

    Download(Buckets buckets, String bucket, TaskContext context) {
        this.buckets = buckets;
        this.bucket = bucket;
        this.context = context;
    }

    /**
     * Brings the object as it is now.
     *
     * @return the object; empty: there is none
     */
    Optional<BucketObject> bring(String name, Path file) throws IOException {
        for (int turn = 1; ; turn++) {
            Optional<BucketObject> object = buckets.bucket(bucket).find(GcsUri.requireName(name));
            if (object.isEmpty()) {
                return object;
            }
            try {
                bring(object.get(), file.toAbsolutePath());
                return object;
            } catch (DamagedException e) {
                if (turn == MOST_TURNS) {
                    throw e;
                }
            } catch (BucketException e) {
                if (e.kind() != Kind.CHANGED || turn == MOST_TURNS) {
                    throw e;
                }
                context.log().log(System.Logger.Level.INFO, name + " was replaced meanwhile; it is read anew");
            }
        }
    }

    /** The bytes that came are not those that the bucket has. */
    private static final class DamagedException extends IOException {
        private static final long serialVersionUID = 1;

        DamagedException(String message) {
            super(message);
        }
    }

    private void bring(BucketObject object, Path file) throws IOException {
        Path folder = file.getParent();
        if (folder == null || Files.isDirectory(file)) {
            throw new IOException(file + " is a folder; name a file in it");
        }
        Files.createDirectories(folder);
        Path part = folder.resolve(partOf(file, Long.toString(object.generation())));
        dropOthers(folder, file, part);
        try (FileChannel out =
                FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            CRC32C crc = kept(out, object);
            while (out.position() < object.sizeBytes()) {
                long before = out.position();
                try {
                    readOn(object, out, crc);
                } catch (BucketException e) {
                    if (e.kind() != Kind.UNREACHABLE || out.position() == before) {
                        throw e; // it goes on from here with the next try
                    }
                }
            }
            if ((int) crc.getValue() != object.crc32c()) {
                out.truncate(0);
                throw new DamagedException("of " + GcsUri.of(bucket, object.name())
                        + " came other bytes than its checksum is of; it is read anew");
            }
            out.force(true);
        }
        Path ignored = Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String partOf(Path file, String generation) {
        return "." + file.getFileName() + "." + generation + ".part";
    }

    // Parts of generations that are gone.
    private static void dropOthers(Path folder, Path file, Path own) throws IOException {
        DirectoryStream.Filter<Path> isOther = each -> {
            String name = each.getFileName().toString();
            String stem = "." + file.getFileName() + ".";
            return !each.equals(own)
                    && name.startsWith(stem)
                    && name.substring(stem.length()).matches("[0-9]+\\.part");
        };
        try (DirectoryStream<Path> others = Files.newDirectoryStream(folder, isOther)) {
            for (Path each : others) {
                Files.deleteIfExists(each);
            }
        }
    }

    /** The checksum of what a try before has left; the channel stands behind it. */
    private CRC32C kept(FileChannel out, BucketObject object) throws IOException {
        CRC32C crc = new CRC32C();
        if (out.size() > object.sizeBytes()) {
            out.truncate(0);
        }
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        while (out.read(buffer) > 0) {
            Crc.requireGoingOn(context);
            crc.update(buffer.flip());
            buffer.clear();
        }
        if (out.position() > 0) {
            context.log().log(
                    System.Logger.Level.INFO,
                    "going on at byte " + out.position() + " of " + object.sizeBytes() + " of "
                            + GcsUri.of(bucket, object.name()));
        }
        return crc;
    }

    private void readOn(BucketObject object, FileChannel out, CRC32C crc) throws IOException {
        byte[] bytes = new byte[BUFFER];
        try (InputStream in = buckets.readFrom(bucket, object, out.position())) {
            for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
                Crc.requireGoingOn(context);
                if (out.position() + n > object.sizeBytes()) {
                    out.truncate(0);
                    throw new DamagedException(
                            "of " + GcsUri.of(bucket, object.name()) + " came more bytes than it has");
                }
                ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, n);
                while (buffer.hasRemaining()) {
                    int ignored = out.write(buffer);
                }
                crc.update(bytes, 0, n);
            }
        }
        if (out.position() < object.sizeBytes()) {
            throw new BucketException(
                    Kind.UNREACHABLE,
                    "the bytes of " + GcsUri.of(bucket, object.name()) + " end at " + out.position() + " of "
                            + object.sizeBytes(),
                    null);
        }
    }
}
