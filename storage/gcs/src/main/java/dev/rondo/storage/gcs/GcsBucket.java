package dev.rondo.storage.gcs;

import com.google.cloud.BaseServiceException;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobField;
import com.google.cloud.storage.Storage.BlobGetOption;
import com.google.cloud.storage.Storage.BlobListOption;
import com.google.cloud.storage.Storage.BlobSourceOption;
import com.google.cloud.storage.Storage.BlobWriteOption;
import dev.rondo.storage.Bucket;
import dev.rondo.storage.BucketException;
import dev.rondo.storage.BucketException.Kind;
import dev.rondo.storage.BucketObject;
import dev.rondo.storage.CheckedStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** A bucket of Google Cloud Storage: calls and errors of Google's client, in Rondo's words. */
final class GcsBucket implements Bucket {

    private static final int PAGE = 1_000;

    private final String bucket;
    private final Storage storage;

    GcsBucket(String bucket, Storage storage) {
        this.bucket = bucket;
        this.storage = storage;
    }

    @Override
    public List<BucketObject> list(String prefix) throws BucketException {
        try {
            List<BucketObject> found = new ArrayList<>();
            for (Blob blob : storage.list(
                            bucket,
                            BlobListOption.prefix(prefix),
                            BlobListOption.pageSize(PAGE),
                            BlobListOption.fields(
                                    BlobField.NAME, BlobField.GENERATION, BlobField.SIZE, BlobField.CRC32C))
                    .iterateAll()) {
                found.add(objectOf(blob));
            }
            return found;
        } catch (RuntimeException e) {
            throw translated("list", e, Kind.MISSING);
        }
    }

    @Override
    public Optional<BucketObject> find(String name) throws BucketException {
        try {
            Blob blob = storage.get(
                    BlobId.of(bucket, name),
                    BlobGetOption.fields(BlobField.NAME, BlobField.GENERATION, BlobField.SIZE, BlobField.CRC32C));
            return Optional.ofNullable(blob).map(GcsBucket::objectOf);
        } catch (RuntimeException e) {
            throw translated("look for " + name, e, Kind.MISSING);
        }
    }

    private static BucketObject objectOf(Blob blob) {
        int crc32c =
                ByteBuffer.wrap(Base64.getDecoder().decode(blob.getCrc32c())).getInt();
        return new BucketObject(blob.getName(), blob.getGeneration(), blob.getSize(), crc32c);
    }

    @Override
    public InputStream read(BucketObject object) throws BucketException {
        try {
            // As they are stored: unpacked on the way they would not have the hash that is known of them.
            InputStream bytes = Channels.newInputStream(storage.reader(
                    BlobId.of(bucket, object.name(), object.generation()),
                    BlobSourceOption.shouldReturnRawInputStream(true)));
            return new CheckedStream(object, new Translating(object, bytes));
        } catch (RuntimeException e) {
            throw translated("read " + object.name(), e, Kind.CHANGED);
        }
    }

    private final class Translating extends InputStream {
        private final BucketObject object;
        private final InputStream bytes;

        Translating(BucketObject object, InputStream bytes) {
            this.object = object;
            this.bytes = bytes;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            try {
                return bytes.read(buffer, offset, length);
            } catch (IOException | RuntimeException e) {
                throw translated("read " + object.name(), e, Kind.CHANGED);
            }
        }

        @Override
        public void close() throws IOException {
            bytes.close();
        }
    }

    @Override
    public BucketObject write(String name, Path content, long ifGeneration) throws BucketException {
        byte[] crc32c = crc32cOf(content);
        BlobInfo info = BlobInfo.newBuilder(BlobId.of(bucket, name, ifGeneration))
                .setContentType("application/octet-stream")
                .setCrc32c(Base64.getEncoder().encodeToString(crc32c))
                .build();
        try {
            return objectOf(storage.createFrom(
                    info,
                    content,
                    ifGeneration == 0 ? BlobWriteOption.doesNotExist() : BlobWriteOption.generationMatch(ifGeneration),
                    BlobWriteOption.crc32cMatch()));
        } catch (IOException | RuntimeException e) {
            BucketException translated = translated("write " + name, e, Kind.MISSING);
            // An attempt whose answer was lost has done it, or somebody else with the same bytes.
            return find(name)
                    .filter(there -> translated.kind() == Kind.CHANGED
                            && there.crc32c() == ByteBuffer.wrap(crc32c).getInt()
                            && there.sizeBytes() == content.toFile().length())
                    .orElseThrow(() -> translated);
        }
    }

    private static byte[] crc32cOf(Path content) {
        CRC32C crc = new CRC32C();
        try (InputStream in = Files.newInputStream(content)) {
            byte[] buffer = new byte[1 << 16];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                crc.update(buffer, 0, n);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + content, e);
        }
        return ByteBuffer.allocate(4).putInt((int) crc.getValue()).array();
    }

    @Override
    public void delete(BucketObject object) throws BucketException {
        try {
            boolean ignored = storage.delete(
                    BlobId.of(bucket, object.name()), BlobSourceOption.generationMatch(object.generation()));
        } catch (RuntimeException e) {
            throw translated("delete " + object.name(), e, Kind.MISSING);
        }
    }

    private BucketException translated(String what, Exception e, Kind ofNotFound) {
        BaseServiceException said = saidBy(e);
        int status = said == null ? 0 : said.getCode();
        Kind kind = switch (status) {
            case 401, 403 -> Kind.FORBIDDEN;
            case 404 -> ofNotFound;
            case 412 -> Kind.CHANGED;
            default -> Kind.UNREACHABLE;
        };
        Throwable words = said == null ? e : said;
        return new BucketException(
                kind,
                "cannot " + what + " in gs://" + bucket + ": " + (status > 0 ? status + " " : "") + firstLine(words),
                e);
    }

    private static @Nullable BaseServiceException saidBy(Throwable e) {
        for (Throwable at = e; at != null; at = at.getCause()) {
            if (at instanceof BaseServiceException said && said.getCode() > 0) {
                return said;
            }
        }
        return null;
    }

    private static String firstLine(Throwable e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse(e.toString());
    }

    @Override
    public void close() {
        try {
            storage.close();
        } catch (Exception e) {
            throw new IllegalStateException("the client of gs://" + bucket + " does not close", e);
        }
    }
}
