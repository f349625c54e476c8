package dev.rondo.cli.server;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.ExitCode;
import dev.rondo.storage.BucketAccess;
import dev.rondo.storage.BucketUri;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;

/** Where DAG files come from, or jars and logs are kept. */
public sealed interface Place {

    String FILE = "file:";

    // Two letters at least: C:/rondo is a folder.
    Pattern SCHEME = Pattern.compile("[a-z][a-z0-9+.-]+://");

    /** A folder, by its whole path. */
    record Folder(Path path) implements Place {
        @Override
        public String toString() {
            return path.toString();
        }
    }

    /** A place in a bucket, and how that is reached. */
    record InBucket(BucketUri uri, BucketAccess access) implements Place {
        @Override
        public String toString() {
            return uri.toString();
        }
    }

    /**
     * What a user names: a path, {@code file:/PATH}, or {@code gs://BUCKET/FOLDER}.
     *
     * @param option how it was named, for people
     * @throws CommandException when it begins as one of these and is none
     */
    static Place of(String option, String text, Map<String, String> environment) {
        try {
            if (BucketUri.isOne(text)) {
                return new InBucket(BucketUri.parse(text), BucketAccess.of(environment));
            }
            if (text.startsWith(FILE)) {
                return folder(Path.of(URI.create(text)));
            }
        } catch (IllegalArgumentException e) {
            String why =
                    text.startsWith(FILE) ? "'" + text + "' is no folder; write it as file:/FOLDER" : e.getMessage();
            throw new CommandException(ExitCode.USAGE, option + ": " + why, e);
        }
        if (SCHEME.matcher(text).lookingAt()) {
            throw new CommandException(
                    ExitCode.USAGE,
                    option + ": '" + text + "' is nothing that Rondo can reach; name a folder, or gs://BUCKET/FOLDER");
        }
        return folder(Path.of(text));
    }

    static Place folder(Path path) {
        return new Folder(path.toAbsolutePath().normalize());
    }
}
