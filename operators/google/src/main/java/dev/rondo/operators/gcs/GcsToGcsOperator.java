package dev.rondo.operators.gcs;

import dev.rondo.sdk.CheckReturnValue;
import dev.rondo.sdk.FailWithoutRetryException;
import dev.rondo.sdk.TaskContext;
import dev.rondo.sdk.Transfer;
import dev.rondo.storage.BucketObject;
import dev.rondo.storage.Buckets;
import dev.rondo.storage.Buckets.Listed;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Copies or moves objects from one bucket to another, or within one, without their bytes coming here. Its result is
 * where they are, such as {@code gs://bucket/object}.
 *
 * <p>What is there already with the same bytes counts as copied, so a try that follows one that failed does the rest. A
 * source is deleted in the generation that was copied, and not when it was replaced meanwhile.
 *
 * @param sourceBucket where they are
 * @param sourceObjects names; one that ends in {@code /} is all in that folder and below, and one with {@code *} all
 *     that match, where it stands for any characters
 * @param destinationBucket where they go
 * @param destinationObject null: by the same names. The name, when it is one object that is named; otherwise, and when
 *     it ends in {@code /}, what stands in place of the folder, or of what comes before {@code *}
 * @param matchGlob null: all of them; otherwise a pattern that their names must match
 * @param moveObject whether the sources are deleted
 * @param replace whether objects with other bytes are replaced
 * @param lastModifiedTime null: any; otherwise only objects that were changed after this moment
 * @param maximumModifiedTime null: any; otherwise only objects that were changed before this moment
 * @param sourceObjectRequired whether nothing to copy fails the try
 */
@CheckReturnValue
public record GcsToGcsOperator(
        String sourceBucket,
        List<String> sourceObjects,
        String destinationBucket,
        @Nullable String destinationObject,
        @Nullable String matchGlob,
        boolean moveObject,
        boolean replace,
        @Nullable String lastModifiedTime,
        @Nullable String maximumModifiedTime,
        boolean sourceObjectRequired,
        GoogleAccount account)
        implements Transfer<List<String>>, OnGoogle<GcsToGcsOperator> {

    public GcsToGcsOperator {
        sourceObjects = List.copyOf(sourceObjects);
    }

    /** Copies these, by the same names. */
    public static GcsToGcsOperator of(String sourceBucket, String destinationBucket, String... sourceObjects) {
        return new GcsToGcsOperator(
                sourceBucket,
                List.of(sourceObjects),
                destinationBucket,
                null,
                null,
                false,
                true,
                null,
                null,
                false,
                GoogleAccount.DEFAULT);
    }

    /** By this name, or into this folder. */
    public GcsToGcsOperator destinationObject(String name) {
        return copy(name, matchGlob, moveObject, replace, lastModifiedTime, maximumModifiedTime, sourceObjectRequired);
    }

    /** Those alone whose names match this pattern: {@code *} stays within a folder, {@code **} does not. */
    public GcsToGcsOperator matchGlob(String pattern) {
        return copy(
                destinationObject,
                pattern,
                moveObject,
                replace,
                lastModifiedTime,
                maximumModifiedTime,
                sourceObjectRequired);
    }

    /** With the sources deleted. Default: false. */
    public GcsToGcsOperator moveObject(boolean move) {
        return copy(
                destinationObject,
                matchGlob,
                move,
                replace,
                lastModifiedTime,
                maximumModifiedTime,
                sourceObjectRequired);
    }

    /** With objects that have other bytes replaced. Default: true. */
    public GcsToGcsOperator replace(boolean others) {
        return copy(
                destinationObject,
                matchGlob,
                moveObject,
                others,
                lastModifiedTime,
                maximumModifiedTime,
                sourceObjectRequired);
    }

    /** Those alone that were changed after this moment, such as {@code {{ data_interval_start }}}. */
    public GcsToGcsOperator lastModifiedTime(String moment) {
        return copy(
                destinationObject, matchGlob, moveObject, replace, moment, maximumModifiedTime, sourceObjectRequired);
    }

    /** Those alone that were changed before this moment. */
    public GcsToGcsOperator maximumModifiedTime(String moment) {
        return copy(destinationObject, matchGlob, moveObject, replace, lastModifiedTime, moment, sourceObjectRequired);
    }

    /** With nothing to copy failing the try. Default: false, and a warning, as in Airflow. */
    public GcsToGcsOperator sourceObjectRequired(boolean required) {
        return copy(destinationObject, matchGlob, moveObject, replace, lastModifiedTime, maximumModifiedTime, required);
    }

    private GcsToGcsOperator copy(
            @Nullable String name,
            @Nullable String pattern,
            boolean move,
            boolean others,
            @Nullable String after,
            @Nullable String before,
            boolean required) {
        return new GcsToGcsOperator(
                sourceBucket,
                sourceObjects,
                destinationBucket,
                name,
                pattern,
                move,
                others,
                after,
                before,
                required,
                account);
    }

    @Override
    public GcsToGcsOperator withAccount(GoogleAccount changed) {
        return new GcsToGcsOperator(
                sourceBucket,
                sourceObjects,
                destinationBucket,
                destinationObject,
                matchGlob,
                moveObject,
                replace,
                lastModifiedTime,
                maximumModifiedTime,
                sourceObjectRequired,
                changed);
    }

    /** An object and the name that it gets. */
    private record Planned(BucketObject object, String name) {}

    @Override
    public List<String> execute(TaskContext context) throws IOException {
        Buckets buckets = Gcs.open(account, context).buckets();
        List<Planned> planned = new ArrayList<>();
        for (String source : sourceObjects.isEmpty() ? List.of("*") : sourceObjects) {
            List<Planned> some = planned(source, buckets);
            if (some.isEmpty() && sourceObjectRequired) {
                throw new FileNotFoundException("nothing matches " + GcsUri.of(sourceBucket, source));
            }
            if (some.isEmpty()) {
                context.log().log(
                        System.Logger.Level.WARNING,
                        "nothing matches " + GcsUri.of(sourceBucket, source) + ", so nothing is copied");
            }
            planned.addAll(some);
        }
        Copies copies = new Copies(buckets, sourceBucket, destinationBucket, context);
        List<String> there = new ArrayList<>();
        for (Planned each : planned) {
            if (moveObject) {
                copies.move(each.object(), each.name(), replace);
            } else {
                Object ignored = copies.copy(each.object(), each.name(), replace);
            }
            there.add(GcsUri.of(destinationBucket, each.name()));
        }
        context.log().log(
                System.Logger.Level.INFO,
                (moveObject ? "moved " : "copied ") + there.size() + " objects from gs://" + sourceBucket + " to gs://"
                        + destinationBucket);
        return there;
    }

    private List<Planned> planned(String source, Buckets buckets) throws IOException {
        int star = source.indexOf('*');
        if (star >= 0 && source.indexOf('*', star + 1) >= 0) {
            throw new FailWithoutRetryException(
                    "'" + source + "' has more than one *; write one, or give a prefix and matchGlob");
        }
        if (star < 0 && !source.isEmpty() && !source.endsWith("/")) {
            return buckets.bucket(sourceBucket).find(source).filter(this::isWanted).stream()
                    .map(object -> new Planned(object, nameOfOne(object.name())))
                    .toList();
        }
        String prefix = star < 0 ? source : source.substring(0, star);
        String suffix = star < 0 ? "" : source.substring(star + 1);
        Listed listed = new Listed(prefix, "", Optional.ofNullable(matchGlob), "", Integer.MAX_VALUE);
        return buckets.list(sourceBucket, listed).stream()
                .filter(object ->
                        object.name().endsWith(suffix) && object.name().length() >= prefix.length() + suffix.length())
                .filter(this::isWanted)
                .map(object -> new Planned(
                        object,
                        destinationObject == null
                                ? object.name()
                                : destinationObject + object.name().substring(prefix.length())))
                .toList();
    }

    private String nameOfOne(String source) {
        if (destinationObject == null) {
            return source;
        }
        boolean folder = destinationObject.endsWith("/") || sourceObjects.size() > 1;
        return folder ? destinationObject + source.substring(source.lastIndexOf('/') + 1) : destinationObject;
    }

    private boolean isWanted(BucketObject object) {
        return (lastModifiedTime == null || object.changedAt().isAfter(Moments.parse(lastModifiedTime)))
                && (maximumModifiedTime == null || object.changedAt().isBefore(Moments.parse(maximumModifiedTime)));
    }
}
