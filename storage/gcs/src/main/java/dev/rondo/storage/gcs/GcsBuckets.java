package dev.rondo.storage.gcs;

import com.google.cloud.ReadChannel;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.BucketInfo;
import com.google.cloud.storage.CopyWriter;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobListOption;
import com.google.cloud.storage.Storage.BlobSourceOption;
import com.google.cloud.storage.Storage.BlobTargetOption;
import com.google.cloud.storage.Storage.BlobWriteOption;
import com.google.cloud.storage.Storage.ComposeRequest;
import com.google.cloud.storage.Storage.CopyRequest;
import com.google.cloud.storage.StorageClass;
import dev.rondo.storage.Bucket;
import dev.rondo.storage.BucketException;
import dev.rondo.storage.BucketException.Kind;
import dev.rondo.storage.BucketObject;
import dev.rondo.storage.Buckets;
import dev.rondo.storage.TranslatingStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Buckets of Google Cloud Storage: calls and errors of Google's client, in Rondo's words. */
final class GcsBuckets implements Buckets {

    private static final int MAX_PAGE = 1_000;

    // What the client holds of an object that goes up, to send again what was lost: it asks for multiples of 256 KiB.
    private static final int UPLOAD_BUFFER = 8 << 20;

    private static final int CONFLICT = 409;

    private final Storage storage;
    private final Runnable closing;

    /** All buckets; {@code closing} is what closing them does. */
    GcsBuckets(Storage storage, Runnable closing) {
        this.storage = storage;
        this.closing = closing;
    }

    @Override
    public Bucket bucket(String name) {
        return new GcsBucket(name, storage, () -> {});
    }

    @Override
    public boolean create(NewBucket bucket) throws BucketException {
        String what = "make gs://" + bucket.name();
        try {
            Object ignored = storage.create(BucketInfo.newBuilder(bucket.name())
                    .setLocation(bucket.location())
                    .setStorageClass(StorageClass.valueOf(bucket.storageClass()))
                    .setLabels(bucket.labels())
                    .build());
            return true;
        } catch (RuntimeException e) {
            if (GcsErrors.statusOf(e) != CONFLICT) {
                throw GcsErrors.translated(what, e, Kind.MISSING);
            }
        }
        try {
            if (storage.get(bucket.name()) != null) {
                return false;
            }
        } catch (RuntimeException e) {
            throw GcsErrors.translated(what + ", whose name is taken", e, Kind.FORBIDDEN);
        }
        throw new BucketException(Kind.UNREACHABLE, "cannot " + what + ": it was there, and is not any more", null);
    }

    @Override
    public Deletion delete(String bucket) throws BucketException {
        try {
            return storage.delete(bucket) ? Deletion.DELETED : Deletion.NOT_THERE;
        } catch (RuntimeException e) {
            if (GcsErrors.statusOf(e) == CONFLICT) {
                return Deletion.NOT_EMPTY;
            }
            throw GcsErrors.translated("delete gs://" + bucket, e, Kind.MISSING);
        }
    }

    @Override
    public List<BucketObject> list(String bucket, Listed listed) throws BucketException {
        List<BlobListOption> options = new ArrayList<>(List.of(
                BlobListOption.prefix(listed.prefix()),
                BlobListOption.pageSize(Math.min(MAX_PAGE, listed.most())),
                BlobListOption.fields(GcsBucket.FIELDS)));
        if (!listed.delimiter().isEmpty()) {
            options.add(BlobListOption.delimiter(listed.delimiter()));
        }
        if (!listed.from().isEmpty()) {
            options.add(BlobListOption.startOffset(listed.from()));
        }
        listed.matchGlob().map(BlobListOption::matchGlob).ifPresent(options::add);
        try {
            List<BucketObject> found = new ArrayList<>();
            for (Blob blob :
                    storage.list(bucket, options.toArray(BlobListOption[]::new)).iterateAll()) {
                if (!blob.isDirectory()) {
                    found.add(GcsBucket.objectOf(blob));
                }
                if (found.size() == listed.most()) {
                    break; // the next one would be a call for a page more
                }
            }
            return found;
        } catch (RuntimeException e) {
            throw GcsErrors.translated("list gs://" + bucket, e, Kind.MISSING);
        }
    }

    @Override
    public InputStream readFrom(String bucket, BucketObject object, long offset) throws BucketException {
        String what = "read " + object.name() + " in gs://" + bucket;
        try {
            ReadChannel channel = storage.reader(
                    BlobId.of(bucket, object.name(), object.generation()),
                    BlobSourceOption.shouldReturnRawInputStream(true));
            channel.seek(offset);
            return new TranslatingStream(
                    Channels.newInputStream(channel), e -> GcsErrors.translated(what, e, Kind.CHANGED));
        } catch (IOException | RuntimeException e) {
            throw GcsErrors.translated(what, e, Kind.CHANGED);
        }
    }

    @Override
    public BucketObject write(
            String bucket, String name, Source source, long sizeBytes, int crc32c, Settings settings, long ifGeneration)
            throws IOException {
        BlobInfo info = info(bucket, name, settings, ifGeneration)
                .setCrc32c(Base64.getEncoder()
                        .encodeToString(ByteBuffer.allocate(Integer.BYTES)
                                .putInt(crc32c)
                                .array()))
                .build();
        try (InputStream in = source.open()) {
            return GcsBucket.objectOf(storage.createFrom(
                    info,
                    in,
                    UPLOAD_BUFFER,
                    ifGeneration == 0 ? BlobWriteOption.doesNotExist() : BlobWriteOption.generationMatch(ifGeneration),
                    BlobWriteOption.crc32cMatch()));
        } catch (IOException | RuntimeException e) {
            BucketException failed = GcsErrors.translated("write " + name + " in gs://" + bucket, e, Kind.MISSING);
            return thereAlready(bucket, name, sizeBytes, crc32c, failed);
        }
    }

    private static BlobInfo.Builder info(String bucket, String name, Settings settings, long generation) {
        BlobInfo.Builder info = BlobInfo.newBuilder(BlobId.of(bucket, name, generation))
                .setContentType(settings.contentType())
                .setMetadata(settings.metadata());
        settings.contentEncoding().ifPresent(info::setContentEncoding);
        return info;
    }

    // An attempt whose answer was lost has done it, or somebody else with the same bytes.
    private BucketObject thereAlready(String bucket, String name, long sizeBytes, int crc32c, BucketException failed)
            throws BucketException {
        if (failed.kind() != Kind.CHANGED) {
            throw failed;
        }
        return bucket(bucket)
                .find(name)
                .filter(there -> there.crc32c() == crc32c && there.sizeBytes() == sizeBytes)
                .orElseThrow(() -> failed);
    }

    @Override
    public BucketObject compose(
            String bucket, List<BucketObject> parts, String name, Settings settings, long ifGeneration)
            throws BucketException {
        ComposeRequest.Builder request = ComposeRequest.newBuilder()
                .setTarget(info(bucket, name, settings, ifGeneration).build())
                .setTargetOptions(
                        ifGeneration == 0
                                ? BlobTargetOption.doesNotExist()
                                : BlobTargetOption.generationMatch(ifGeneration));
        parts.forEach(part -> request.addSource(part.name(), part.generation()));
        try {
            return GcsBucket.objectOf(storage.compose(request.build()));
        } catch (RuntimeException e) {
            throw GcsErrors.translated("compose " + name + " in gs://" + bucket, e, Kind.CHANGED);
        }
    }

    @Override
    public BucketObject copy(String bucket, BucketObject object, String toBucket, String toName, long ifGeneration)
            throws BucketException {
        String what = "copy " + object.name() + " in gs://" + bucket + " to gs://" + toBucket + "/" + toName;
        CopyRequest request = CopyRequest.newBuilder()
                .setSource(BlobId.of(bucket, object.name(), object.generation()))
                .setSourceOptions(BlobSourceOption.generationMatch(object.generation()))
                .setTarget(
                        BlobId.of(toBucket, toName, ifGeneration),
                        ifGeneration == 0
                                ? BlobTargetOption.doesNotExist()
                                : BlobTargetOption.generationMatch(ifGeneration))
                .build();
        try {
            CopyWriter copy = storage.copy(request);
            return GcsBucket.objectOf(copy.getResult()); // asks on until the last byte is over there
        } catch (RuntimeException e) {
            BucketException failed = GcsErrors.translated(what, e, Kind.CHANGED);
            return thereAlready(toBucket, toName, object.sizeBytes(), object.crc32c(), failed);
        }
    }

    @Override
    public void close() {
        closing.run();
    }
}
