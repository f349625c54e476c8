package dev.rondo.cli.server;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.ExitCode;
import dev.rondo.metadata.blob.BlobStore;
import dev.rondo.metadata.blob.BucketBlobStore;
import dev.rondo.metadata.blob.FileBlobStore;
import dev.rondo.metadata.log.BucketLogStore;
import dev.rondo.metadata.log.FileLogStore;
import dev.rondo.metadata.log.LogStore;
import dev.rondo.storage.Bucket;
import dev.rondo.storage.BucketException;
import dev.rondo.storage.BucketObject;
import dev.rondo.storage.BucketUri;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Jars and large values in {@code store}, logs in {@code logs}: of a folder, or of a place in a bucket. */
final class StoredFiles implements AutoCloseable {

    private static final String STORE = "store";
    private static final String LOGS = "logs";

    private final BucketClients buckets = new BucketClients();
    private final OpenParts parts = new OpenParts();
    private @Nullable BlobStore blobs;
    private @Nullable LogStore logs;

    /**
     * Opens the place.
     *
     * @param waiting told that a bucket does not answer, which a server bears; empty: it is not asked
     * @throws CommandException when there is no such bucket, or it may not be used
     * @throws IOException when the folder cannot be made
     */
    void open(Place place, Optional<Consumer<String>> waiting) throws IOException {
        switch (place) {
            case Place.Folder(Path folder) -> {
                Files.createDirectories(folder);
                blobs = new FileBlobStore(folder.resolve(STORE));
                logs = new FileLogStore(folder.resolve(LOGS));
            }
            case Place.InBucket there -> {
                BucketUri uri = there.uri();
                Bucket bucket = parts.add(buckets.open(uri.bucket(), there.access()));
                waiting.ifPresent(told -> requireUsable(bucket, uri, told));
                blobs = new BucketBlobStore(bucket, uri.prefix() + STORE + "/");
                BucketLogStore inBucket = new BucketLogStore(bucket, uri.prefix() + LOGS + "/", System::nanoTime);
                logs = inBucket;
                composeQuiet(inBucket);
            }
        }
    }

    private static void requireUsable(Bucket bucket, BucketUri uri, Consumer<String> told) {
        try {
            List<BucketObject> ignored = bucket.list(uri.prefix() + STORE + "/00/"); // a small part of it
        } catch (BucketException e) {
            switch (e.kind()) {
                case MISSING, FORBIDDEN ->
                    throw new CommandException(
                            ExitCode.CONFIG,
                            "the storage " + uri + " cannot be used: " + e.getMessage()
                                    + "; make the bucket, or let these credentials list, read, write and delete its"
                                    + " objects (roles/storage.objectUser)",
                            e);
                case UNREACHABLE, CHANGED ->
                    told.accept("the storage " + uri + " does not answer yet; jars and logs wait for it: "
                            + e.getMessage());
            }
        }
    }

    private void composeQuiet(BucketLogStore inBucket) {
        ScheduledExecutorService chores = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("logs:compose").factory());
        long period = BucketLogStore.QUIET.toMillis();
        var _ = chores.scheduleWithFixedDelay(
                () -> {
                    try {
                        inBucket.composeQuiet();
                    } catch (RuntimeException e) { // it would end the chore
                        LoggerFactory.getLogger(StoredFiles.class)
                                .atError()
                                .setCause(e)
                                .log("logs cannot be composed");
                    }
                },
                period,
                period,
                TimeUnit.MILLISECONDS);
        parts.add(chores::shutdownNow);
    }

    BlobStore blobs() {
        return opened(blobs);
    }

    LogStore logs() {
        return opened(logs);
    }

    BucketClients buckets() {
        return buckets;
    }

    private static <T> T opened(@Nullable T store) {
        if (store == null) {
            throw new IllegalStateException("not opened");
        }
        return store;
    }

    @Override
    public void close() throws IOException {
        parts.close();
        buckets.close();
    }
}
