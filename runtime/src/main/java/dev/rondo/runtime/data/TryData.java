package dev.rondo.runtime.data;

import dev.rondo.sdk.Connection;
import dev.rondo.sdk.data.Data;
import dev.rondo.sdk.data.DataPath;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Files as one try sees them; what it opened is closed with it. May be used by several threads at once. */
public final class TryData implements Data, AutoCloseable {

    private static final Pattern WITH_SERVER = Pattern.compile("([a-zA-Z][a-zA-Z0-9+.-]+)://([^/?#]*)/?(.*)");
    private static final String FILE = "file:/";

    // As Airflow calls the one that is used where none is named; it need not be there.
    private static final String GOOGLE_DEFAULT = "google_cloud_default";
    private static final String AMAZON_DEFAULT = "aws_default";

    private final DataRoot root;
    private final Function<String, Optional<Connection>> connections;
    private final Map<Key, FilePlace> places = new HashMap<>();

    /** A server or bucket, as somebody sees it; no connection: the usual one. */
    private record Key(
            String scheme, String server, @Nullable String connectionId) {}

    /**
     * Files of the root and of all other places.
     *
     * @param connections those of the installation
     */
    public TryData(DataRoot root, Function<String, Optional<Connection>> connections) {
        this.root = root;
        this.connections = connections;
    }

    @Override
    public DataPath path(String name) {
        return pathBy(name, null);
    }

    @Override
    public DataPath path(String name, String connectionId) {
        return pathBy(name, connectionId);
    }

    private DataPath pathBy(String name, @Nullable String connectionId) {
        if (isWhole(name)) {
            return whole(name, connectionId);
        }
        DataPath place = whole(root.place(), connectionId);
        return name.isEmpty() ? place : place.resolve(stripped(name));
    }

    private static boolean isWhole(String name) {
        return name.startsWith("/")
                || name.startsWith(FILE)
                || WITH_SERVER.matcher(name).matches();
    }

    private DataPath whole(String text, @Nullable String connectionId) {
        if (text.startsWith("/")) {
            return onMachine(text, text);
        }
        if (text.startsWith(FILE)) {
            return onMachine(pathOf(text).toString(), text);
        }
        Matcher parts = WITH_SERVER.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no place of data; give RONDO_DATA the whole path of a"
                    + " folder, or gs://BUCKET/FOLDER");
        }
        String scheme = parts.group(1).toLowerCase(Locale.ROOT);
        String server = parts.group(2);
        return switch (scheme) {
            case "gs" ->
                inBucket(new Key(scheme, server, connectionId), parts.group(3), text, GOOGLE_DEFAULT, this::googles);
            case "s3" ->
                inBucket(new Key(scheme, server, connectionId), parts.group(3), text, AMAZON_DEFAULT, TryData::amazons);
            case "http", "https" -> onWeb(new Key(scheme, server, connectionId), parts.group(3), text);
            default ->
                throw new IllegalArgumentException(
                        "'" + text + "' is in no place that is known; it begins with gs://, s3://, http://, https:// or"
                                + " file:/, or it is a name below the data place");
        };
    }

    private static Path pathOf(String uri) {
        try {
            return Path.of(URI.create(uri));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + uri + "' is no file; write it as file:/FOLDER/NAME", e);
        }
    }

    private DataPath onMachine(String path, String text) {
        String name = stripped(path.substring(1));
        return new PlacedPath(place(new Key("file", "", null), key -> new MachinePlace()), required(name, text));
    }

    /** A bucket of somebody's, by the connection that says who asks. */
    private interface BucketOpening {
        FilePlace place(String bucket, Supplier<Optional<Connection>> connection);
    }

    private DataPath inBucket(Key key, String name, String text, String usual, BucketOpening opening) {
        if (key.server().isEmpty()) {
            throw new IllegalArgumentException(
                    "'" + text + "' names no bucket; write it as " + key.scheme() + "://BUCKET/NAME");
        }
        Optional<Connection> named = connection(key);
        return new PlacedPath(
                place(key, it -> opening.place(it.server(), () -> named.or(() -> connections.apply(usual)))),
                required(stripped(name), text));
    }

    private FilePlace googles(String bucket, Supplier<Optional<Connection>> connection) {
        return new BucketPlace<>(
                "gs://" + bucket + "/", () -> GoogleBucket.open(bucket, connection.get(), root.environment()));
    }

    private static FilePlace amazons(String bucket, Supplier<Optional<Connection>> connection) {
        return new BucketPlace<>("s3://" + bucket + "/", () -> AmazonFiles.open(bucket, connection.get()));
    }

    private DataPath onWeb(Key key, String name, String text) {
        String server = key.scheme() + "://" + key.server() + "/";
        try {
            URI uri = URI.create(server + name);
            if (uri.getHost() == null) {
                throw new IllegalArgumentException("it names no host");
            }
        } catch (IllegalArgumentException e) {
            // The reason quotes the text, which may hold the signature of a link.
            throw new IllegalArgumentException(
                    "'" + text.replaceFirst("\\?.*", "?…") + "' is no address of a file; write it as"
                            + " https://HOST/NAME, with other characters than letters and digits percent-encoded");
        }
        Optional<Connection> connection = connection(key);
        return new PlacedPath(place(key, it -> new WebPlace(server, connection.orElse(null), root.pause())), name);
    }

    /** The connection that was named, which must be there. */
    private Optional<Connection> connection(Key key) {
        String id = key.connectionId();
        if (id == null) {
            return Optional.empty();
        }
        Optional<Connection> found = connections.apply(id);
        if (found.isEmpty()) {
            throw new NoSuchElementException("there is no connection '" + id + "'; set RONDO_CONN_"
                    + id.toUpperCase(Locale.ROOT) + " or create it");
        }
        return found;
    }

    private synchronized FilePlace place(Key key, Function<Key, FilePlace> making) {
        return places.computeIfAbsent(key, making);
    }

    // All of a bucket, or of a machine, is a place too.
    private static String required(String name, String text) {
        return name.isEmpty() ? name : FileNames.require(name, text);
    }

    private static String stripped(String name) {
        return name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
    }

    @Override
    public synchronized void close() {
        places.values().forEach(FilePlace::close);
        places.clear();
    }
}
