package dev.rondo.operators.gcs;

import dev.rondo.operators.gcs.Copies.Outcome;
import dev.rondo.sdk.CheckReturnValue;
import dev.rondo.sdk.FailWithoutRetryException;
import dev.rondo.sdk.TaskContext;
import dev.rondo.sdk.Transfer;
import dev.rondo.storage.Bucket;
import dev.rondo.storage.BucketObject;
import dev.rondo.storage.Buckets;
import dev.rondo.storage.Buckets.Listed;
import java.io.IOException;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes a bucket, or a folder of it, have what another has. What differs is told by size and checksum, so a try that
 * follows one that failed does the rest.
 *
 * @param sourceBucket where the objects are
 * @param destinationBucket where they go
 * @param sourceObject the folder that is looked at; empty: the whole bucket
 * @param destinationObject the folder that it goes to; empty: the whole bucket
 * @param recursive whether folders below count
 * @param deleteExtraFiles whether objects are deleted that the source has not
 * @param allowOverwrite whether objects with other bytes are replaced
 */
@CheckReturnValue
public record GcsSynchronizeBucketsOperator(
        String sourceBucket,
        String destinationBucket,
        String sourceObject,
        String destinationObject,
        boolean recursive,
        boolean deleteExtraFiles,
        boolean allowOverwrite,
        GoogleAccount account)
        implements Transfer<GcsSynchronizeBucketsOperator.Synchronized>, OnGoogle<GcsSynchronizeBucketsOperator> {

    /**
     * What was done.
     *
     * @param copied objects that were not there, or had other bytes
     * @param same objects that were there already
     * @param left objects with other bytes that stay, because they may not be replaced
     * @param deleted objects that the source has not
     */
    public record Synchronized(int copied, int same, int left, int deleted) {}

    /** Brings what is missing, of whole buckets; replaces and deletes nothing. */
    public static GcsSynchronizeBucketsOperator of(String sourceBucket, String destinationBucket) {
        return new GcsSynchronizeBucketsOperator(
                sourceBucket, destinationBucket, "", "", true, false, false, GoogleAccount.DEFAULT);
    }

    /** From this folder. */
    public GcsSynchronizeBucketsOperator sourceObject(String folder) {
        return copy(folder, destinationObject, recursive, deleteExtraFiles, allowOverwrite);
    }

    /** Into this folder. */
    public GcsSynchronizeBucketsOperator destinationObject(String folder) {
        return copy(sourceObject, folder, recursive, deleteExtraFiles, allowOverwrite);
    }

    /** With or without folders below. Default: true. */
    public GcsSynchronizeBucketsOperator recursive(boolean deep) {
        return copy(sourceObject, destinationObject, deep, deleteExtraFiles, allowOverwrite);
    }

    /** With what the source has not deleted. Default: false. */
    public GcsSynchronizeBucketsOperator deleteExtraFiles(boolean delete) {
        return copy(sourceObject, destinationObject, recursive, delete, allowOverwrite);
    }

    /** With objects of other bytes replaced. Default: false. */
    public GcsSynchronizeBucketsOperator allowOverwrite(boolean allow) {
        return copy(sourceObject, destinationObject, recursive, deleteExtraFiles, allow);
    }

    private GcsSynchronizeBucketsOperator copy(String from, String to, boolean deep, boolean delete, boolean allow) {
        return new GcsSynchronizeBucketsOperator(
                sourceBucket, destinationBucket, from, to, deep, delete, allow, account);
    }

    @Override
    public GcsSynchronizeBucketsOperator withAccount(GoogleAccount changed) {
        return new GcsSynchronizeBucketsOperator(
                sourceBucket,
                destinationBucket,
                sourceObject,
                destinationObject,
                recursive,
                deleteExtraFiles,
                allowOverwrite,
                changed);
    }

    @Override
    public Synchronized execute(TaskContext context) throws IOException {
        String from = folder(sourceObject);
        String to = folder(destinationObject);
        if (sourceBucket.equals(destinationBucket) && (from.startsWith(to) || to.startsWith(from))) {
            throw new FailWithoutRetryException("source and destination lie in one another: "
                    + GcsUri.of(sourceBucket, from) + " and " + GcsUri.of(destinationBucket, to));
        }
        Buckets buckets = Gcs.open(account, context).buckets();
        Copies copies = new Copies(buckets, sourceBucket, destinationBucket, context);
        Set<String> wanted = new HashSet<>();
        Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
        for (BucketObject each : buckets.list(sourceBucket, listed(from))) {
            String name = to + each.name().substring(from.length());
            wanted.add(name);
            outcomes.merge(copies.copy(each, name, allowOverwrite), 1, Integer::sum);
        }
        int deleted = 0;
        if (deleteExtraFiles) {
            Bucket destination = buckets.bucket(destinationBucket);
            for (BucketObject each : buckets.list(destinationBucket, listed(to))) {
                if (!wanted.contains(each.name())) {
                    destination.delete(each);
                    deleted++;
                }
            }
        }
        return new Synchronized(
                outcomes.getOrDefault(Outcome.COPIED, 0),
                outcomes.getOrDefault(Outcome.SAME, 0),
                outcomes.getOrDefault(Outcome.LEFT, 0),
                deleted);
    }

    private static String folder(String name) {
        return name.isEmpty() || name.endsWith("/") ? name : name + "/";
    }

    private Listed listed(String prefix) {
        return new Listed(prefix, recursive ? "" : "/", Optional.empty(), "", Integer.MAX_VALUE);
    }
}
