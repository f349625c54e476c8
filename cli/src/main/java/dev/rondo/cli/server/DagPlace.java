package dev.rondo.cli.server;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.ExitCode;
import dev.rondo.storage.BucketAccess;
import dev.rondo.storage.BucketUri;
import java.nio.file.Path;
import java.util.Map;

/** Where DAG files come from. */
sealed interface DagPlace {

    /** A folder, by its whole path. */
    record Folder(Path path) implements DagPlace {
        @Override
        public String toString() {
            return path.toString();
        }
    }

    /** A place in a bucket, and how that is reached. */
    record InBucket(BucketUri uri, BucketAccess access) implements DagPlace {
        @Override
        public String toString() {
            return uri.toString();
        }
    }

    /**
     * What a user names.
     *
     * @throws CommandException when it begins as a bucket and is none
     */
    static DagPlace of(String text, Map<String, String> environment) {
        if (!BucketUri.isOne(text)) {
            return folder(Path.of(text));
        }
        try {
            return new InBucket(BucketUri.parse(text), BucketAccess.of(environment));
        } catch (IllegalArgumentException e) {
            throw new CommandException(ExitCode.USAGE, "--dags: " + e.getMessage(), e);
        }
    }

    static DagPlace folder(Path path) {
        return new Folder(path.toAbsolutePath().normalize());
    }
}
