package dev.rondo.cli.server;

import dev.rondo.cli.Home;
import dev.rondo.cli.Setting;
import dev.rondo.runtime.data.DataRoot;
import dev.rondo.storage.BucketAccess;
import dev.rondo.storage.BucketUri;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Where {@code ctx.data()} of tasks is. */
public final class DataPlace {

    private static final String DATA = "data";

    private DataPlace() {}

    /**
     * What {@code RONDO_DATA} names; otherwise {@code data} beside jars and logs where these are in a bucket; otherwise
     * {@code data} of the home.
     *
     * @param storage where jars and logs are
     * @throws dev.rondo.cli.CommandException when the setting names no place
     */
    static Place of(Map<String, String> environment, Place storage) {
        return Setting.DATA
                .in(environment)
                .map(text -> Place.of(Setting.DATA.variable(), text, environment))
                .orElseGet(() -> switch (storage) {
                    case Place.InBucket(BucketUri uri, BucketAccess access) ->
                        new Place.InBucket(new BucketUri(uri.bucket(), uri.prefix() + DATA + "/"), access);
                    case Place.Folder folder ->
                        Place.folder(Home.of(environment).folder().resolve(DATA));
                });
    }

    /** The same for who knows no more than the environment. */
    public static Place of(Map<String, String> environment) {
        return of(environment, new ServerOptions().storage(environment));
    }

    /** What a task host is told of it. */
    static List<String> hostOptions(Place place) {
        List<String> options = new ArrayList<>(List.of("-D" + DataRoot.PROPERTY + "=" + place));
        if (place instanceof Place.InBucket(BucketUri uri, BucketAccess access)) {
            access.endpoint().ifPresent(it -> options.add("-D" + DataRoot.ENDPOINT_PROPERTY + "=" + it));
        }
        return options;
    }
}
