package dev.rondo.storage.gcs;

import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobField;
import com.google.cloud.storage.Storage.BlobGetOption;
import com.google.cloud.storage.Storage.BlobListOption;
import com.google.cloud.storage.Storage.BlobSourceOption;
import com.google.cloud.storage.Storage.BlobTargetOption;
import com.google.cloud.storage.Storage.BlobWriteOption;
import com.google.cloud.storage.Storage.ComposeRequest;
import dev.rondo.storage.Bucket;
import dev.rondo.storage.BucketException;
import dev.rondo.storage.BucketException.Kind;
import dev.rondo.storage.BucketObject;
import dev.rondo.storage.CheckedStream;
import dev.rondo.storage.TranslatingStream;
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
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;

/** A bucket of Google Cloud Storage: calls and errors of Google's client, in Rondo's words. */
final class GcsBucket implements Bucket {

    private static final int PAGE = 1_000;

    static final BlobField[] FIELDS = {
        BlobField.NAME,
        BlobField.GENERATION,
        BlobField.METAGENERATION,
        BlobField.SIZE,
        BlobField.CRC32C,
        BlobField.UPDATED
    };

    // Metadata that says nothing: a patch is what makes an object one that was changed now.
    private static final String TOUCHED = "touched";

    private static final String CONTENT_TYPE = "application/octet-stream";

    private final String bucket;
    private final Storage storage;
    private final Runnable closing;

    /** A bucket; {@code closing} is what closing it does. */
    GcsBucket(String bucket, Storage storage, Runnable closing) {
        this.bucket = bucket;
        this.storage = storage;
        this.closing = closing;
    }

    @Override
    public List<BucketObject> list(String prefix) throws BucketException {
        try {
            List<BucketObject> found = new ArrayList<>();
            for (Blob blob : storage.list(
                            bucket,
                            BlobListOption.prefix(prefix),
                            BlobListOption.pageSize(PAGE),
                            BlobListOption.fields(FIELDS))
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
            Blob blob = storage.get(BlobId.of(bucket, name), BlobGetOption.fields(FIELDS));
            return Optional.ofNullable(blob).map(GcsBucket::objectOf);
        } catch (RuntimeException e) {
            throw translated("look for " + name, e, Kind.MISSING);
        }
    }

    static BucketObject objectOf(Blob blob) {
        int crc32c =
                ByteBuffer.wrap(Base64.getDecoder().decode(blob.getCrc32c())).getInt();
        return new BucketObject(
                blob.getName(),
                blob.getGeneration(),
                blob.getMetageneration(),
                blob.getSize(),
                crc32c,
                blob.getUpdateTimeOffsetDateTime().toInstant());
    }

    @Override
    public InputStream read(BucketObject object) throws BucketException {
        try {
            // As they are stored: unpacked on the way they would not have the hash that is known of them.
            InputStream bytes = Channels.newInputStream(storage.reader(
                    BlobId.of(bucket, object.name(), object.generation()),
                    BlobSourceOption.shouldReturnRawInputStream(true)));
            return new CheckedStream(
                    object, new TranslatingStream(bytes, e -> translated("read " + object.name(), e, Kind.CHANGED)));
        } catch (RuntimeException e) {
            throw translated("read " + object.name(), e, Kind.CHANGED);
        }
    }

    @Override
    public BucketObject write(String name, Path content, long ifGeneration) throws BucketException {
        int crc32c = crc32cOf(content);
        try {
            return objectOf(storage.createFrom(
                    info(name, crc32c, ifGeneration),
                    content,
                    ifGeneration == 0 ? BlobWriteOption.doesNotExist() : BlobWriteOption.generationMatch(ifGeneration),
                    BlobWriteOption.crc32cMatch()));
        } catch (IOException | RuntimeException e) {
            return writtenAlready(
                    name, content.toFile().length(), crc32c, translated("write " + name, e, Kind.MISSING));
        }
    }

    @Override
    public BucketObject write(String name, byte[] content, long ifGeneration) throws BucketException {
        CRC32C crc = new CRC32C();
        crc.update(content);
        int crc32c = (int) crc.getValue();
        try {
            return objectOf(storage.create(
                    info(name, crc32c, ifGeneration),
                    content,
                    ifGeneration == 0
                            ? BlobTargetOption.doesNotExist()
                            : BlobTargetOption.generationMatch(ifGeneration)));
        } catch (RuntimeException e) {
            return writtenAlready(name, content.length, crc32c, translated("write " + name, e, Kind.MISSING));
        }
    }

    private BlobInfo info(String name, int crc32c, long generation) {
        byte[] bytes = ByteBuffer.allocate(4).putInt(crc32c).array();
        return BlobInfo.newBuilder(BlobId.of(bucket, name, generation))
                .setContentType(CONTENT_TYPE)
                .setCrc32c(Base64.getEncoder().encodeToString(bytes))
                .build();
    }

    // An attempt whose answer was lost has done it, or somebody else with the same bytes.
    private BucketObject writtenAlready(String name, long sizeBytes, int crc32c, BucketException failed)
            throws BucketException {
        if (failed.kind() != Kind.CHANGED) {
            throw failed;
        }
        return find(name)
                .filter(there -> there.crc32c() == crc32c && there.sizeBytes() == sizeBytes)
                .orElseThrow(() -> failed);
    }

    @Override
    public BucketObject compose(List<BucketObject> parts, String name, long ifGeneration) throws BucketException {
        ComposeRequest.Builder request = ComposeRequest.newBuilder()
                .setTarget(BlobInfo.newBuilder(BlobId.of(bucket, name, ifGeneration))
                        .setContentType(CONTENT_TYPE)
                        .build())
                .setTargetOptions(
                        ifGeneration == 0
                                ? BlobTargetOption.doesNotExist()
                                : BlobTargetOption.generationMatch(ifGeneration));
        parts.forEach(part -> request.addSource(part.name(), part.generation()));
        try {
            return objectOf(storage.compose(request.build()));
        } catch (RuntimeException e) {
            throw translated("compose " + name, e, Kind.CHANGED);
        }
    }

    @Override
    public void touch(BucketObject object) throws BucketException {
        BlobInfo info = BlobInfo.newBuilder(BlobId.of(bucket, object.name(), object.generation()))
                .setMetadata(Map.of(TOUCHED, Long.toString(object.metageneration())))
                .build();
        try {
            // Without the second condition the client tries nothing again.
            Blob ignored = storage.update(
                    info,
                    BlobTargetOption.generationMatch(object.generation()),
                    BlobTargetOption.metagenerationMatch(object.metageneration()));
        } catch (RuntimeException e) {
            throw translated("touch " + object.name(), e, Kind.CHANGED);
        }
    }

    private static int crc32cOf(Path content) {
        CRC32C crc = new CRC32C();
        try (InputStream in = Files.newInputStream(content)) {
            byte[] buffer = new byte[1 << 16];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                crc.update(buffer, 0, n);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + content, e);
        }
        return (int) crc.getValue();
    }

    @Override
    public void delete(BucketObject object) throws BucketException {
        try {
            boolean ignored = storage.delete(
                    BlobId.of(bucket, object.name()),
                    BlobSourceOption.generationMatch(object.generation()),
                    BlobSourceOption.metagenerationMatch(object.metageneration()));
        } catch (RuntimeException e) {
            throw translated("delete " + object.name(), e, Kind.MISSING);
        }
    }

    private BucketException translated(String what, Exception e, Kind ofNotFound) {
        return GcsErrors.translated(what + " in gs://" + bucket, e, ofNotFound);
    }

    @Override
    public void close() {
        closing.run();
    }
}
