package dev.rondo.cli.server;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.ExitCode;
import dev.rondo.cli.Home;
import dev.rondo.cli.Setting;
import dev.rondo.runtime.data.DataRoot;
import dev.rondo.storage.BucketAccess;
import dev.rondo.storage.BucketUri;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Where {@code ctx.data()} of tasks is, as their hosts are told it: in all that jars and logs may be in, and in Amazon
 * S3 too.
 *
 * @param place an absolute path, {@code gs://BUCKET/FOLDER} or {@code s3://BUCKET/FOLDER}
 * @param googleEndpoint another server of {@code gs://} than Google's
 */
public record DataPlace(String place, Optional<String> googleEndpoint) {

    private static final String DATA = "data";

    private static final String AMAZON = "s3:";

    // As S3 names buckets; the parts of the folder are not empty and do not lead out of it.
    private static final Pattern IN_AMAZON =
            Pattern.compile("s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/(?!\\.{1,2}(/|$))[^/\\p{Cntrl}]+)*/?");

    /**
     * What {@code RONDO_DATA} names; otherwise {@code data} beside jars and logs where these are in a bucket; otherwise
     * {@code data} of the home.
     *
     * @param storage where jars and logs are
     * @param reached how a place of Rondo's own kinds is reached
     * @throws CommandException when the setting names no place
     */
    static DataPlace of(Map<String, String> environment, Place storage, UnaryOperator<Place> reached) {
        Optional<String> named = Setting.DATA.in(environment);
        if (named.filter(text -> text.startsWith(AMAZON)).isPresent()) {
            return inAmazon(named.get());
        }
        return of(reached.apply(named.map(text -> Place.of(Setting.DATA.variable(), text, environment))
                .orElseGet(() -> besides(storage, environment))));
    }

    /** The same for who knows no more than the environment. */
    public static DataPlace of(Map<String, String> environment) {
        return of(environment, new ServerOptions().storage(environment), UnaryOperator.identity());
    }

    private static Place besides(Place storage, Map<String, String> environment) {
        return switch (storage) {
            case Place.InBucket(BucketUri uri, BucketAccess access) ->
                new Place.InBucket(new BucketUri(uri.bucket(), uri.prefix() + DATA + "/"), access);
            case Place.Folder folder ->
                Place.folder(Home.of(environment).folder().resolve(DATA));
        };
    }

    private static DataPlace of(Place place) {
        return new DataPlace(
                place.toString(),
                switch (place) {
                    case Place.InBucket(BucketUri uri, BucketAccess access) -> access.endpoint();
                    case Place.Folder folder -> Optional.empty();
                });
    }

    private static DataPlace inAmazon(String text) {
        if (!IN_AMAZON.matcher(text).matches()) {
            throw new CommandException(
                    ExitCode.USAGE,
                    Setting.DATA.variable() + ": '" + text
                            + "' is no place in a bucket; write it as s3://bucket or s3://bucket/folder");
        }
        return new DataPlace(text.endsWith("/") ? text.substring(0, text.length() - 1) : text, Optional.empty());
    }

    /** What a task host is told of it. */
    List<String> hostOptions() {
        List<String> options = new ArrayList<>(List.of("-D" + DataRoot.PROPERTY + "=" + place));
        googleEndpoint.ifPresent(it -> options.add("-D" + DataRoot.ENDPOINT_PROPERTY + "=" + it));
        return options;
    }
}
