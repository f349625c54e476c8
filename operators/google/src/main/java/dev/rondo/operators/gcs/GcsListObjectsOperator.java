package dev.rondo.operators.gcs;

import dev.rondo.sdk.Action;
import dev.rondo.sdk.CheckReturnValue;
import dev.rondo.sdk.TaskContext;
import dev.rondo.storage.BucketObject;
import dev.rondo.storage.Buckets;
import dev.rondo.storage.Buckets.Listed;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Lists objects. Its result is their names, in the alphabet.
 *
 * @param bucket the bucket
 * @param prefixes what their names begin with, one or another; none: all objects
 * @param delimiter null: objects in folders below as well; {@code /}: not those
 * @param matchGlob null: all; otherwise a pattern such as {@code **}{@code /*.csv} that the whole name matches
 */
@CheckReturnValue
public record GcsListObjectsOperator(
        String bucket,
        List<String> prefixes,
        @Nullable String delimiter,
        @Nullable String matchGlob,
        GoogleAccount account)
        implements Action<List<String>>, OnGoogle<GcsListObjectsOperator> {

    public GcsListObjectsOperator {
        prefixes = List.copyOf(prefixes);
    }

    /** Lists objects whose names begin with one of these; without any, all. */
    public static GcsListObjectsOperator of(String bucket, String... prefixes) {
        return new GcsListObjectsOperator(bucket, List.of(prefixes), null, null, GoogleAccount.DEFAULT);
    }

    /** Without what lies beyond this text, counted from the prefix. */
    public GcsListObjectsOperator delimiter(String text) {
        return new GcsListObjectsOperator(bucket, prefixes, text, matchGlob, account);
    }

    /** With names alone that match this pattern: {@code *} stays within a folder, {@code **} does not. */
    public GcsListObjectsOperator matchGlob(String pattern) {
        return new GcsListObjectsOperator(bucket, prefixes, delimiter, pattern, account);
    }

    @Override
    public GcsListObjectsOperator withAccount(GoogleAccount changed) {
        return new GcsListObjectsOperator(bucket, prefixes, delimiter, matchGlob, changed);
    }

    @Override
    public List<String> execute(TaskContext context) throws IOException {
        Buckets buckets = Gcs.open(account, context).buckets();
        TreeSet<String> names = new TreeSet<>();
        for (String prefix : prefixes.isEmpty() ? List.of("") : prefixes) {
            Listed listed = new Listed(
                    prefix, delimiter == null ? "" : delimiter, Optional.ofNullable(matchGlob), "", Integer.MAX_VALUE);
            buckets.list(bucket, listed).stream().map(BucketObject::name).forEach(names::add);
        }
        context.log().log(System.Logger.Level.INFO, names.size() + " objects in gs://" + bucket);
        return List.copyOf(names);
    }
}
