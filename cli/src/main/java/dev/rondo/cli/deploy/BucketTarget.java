package dev.rondo.cli.deploy;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.ExitCode;
import dev.rondo.cli.server.BucketClients;
import dev.rondo.cli.server.Place;
import dev.rondo.runtime.jar.Sha256;
import dev.rondo.storage.Bucket;
import dev.rondo.storage.BucketException;
import dev.rondo.storage.BucketObject;
import dev.rondo.storage.BucketUri;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Optional;

/**
 * A place in a bucket. An object is there whole or not at all, so no other name is needed meanwhile; it is written on
 * the condition that the object is still the one that was there when the command began.
 *
 * @param seen the object that is to be replaced; empty: there was none
 */
record BucketTarget(Bucket bucket, BucketUri uri, Optional<BucketObject> seen) implements DeployTarget {

    /** The place, as it is now. */
    static BucketTarget of(Place.InBucket place, DagFile file, BucketClients buckets) {
        BucketUri uri = place.uri();
        try {
            Bucket bucket = buckets.open(uri.bucket(), place.access());
            // A listing: it tells a bucket that is not there from an object that is not.
            String name = uri.prefix() + file.name();
            Optional<BucketObject> seen = bucket.list(name).stream()
                    .filter(object -> object.name().equals(name))
                    .findFirst();
            return new BucketTarget(bucket, uri, seen);
        } catch (BucketException e) {
            throw failed(uri, file, e);
        }
    }

    @Override
    public String name() {
        return uri.toString();
    }

    @Override
    public Optional<String> bundle() {
        return Optional.of(name());
    }

    @Override
    public void put(DagFile file) {
        try {
            // A copy: what is put there is what was checked, also where a build goes on beside.
            Path copy = Files.createTempFile("rondo-deploy", ".part");
            try {
                Files.copy(file.path(), copy, StandardCopyOption.REPLACE_EXISTING);
                if (!Sha256.of(copy).equals(file.sha256())) {
                    throw new CommandException(
                            ExitCode.REFUSED,
                            file.path() + " has changed since it was checked; nothing was done, deploy it again");
                }
                BucketObject ignored = bucket.write(
                        uri.prefix() + file.name(),
                        copy,
                        seen.map(BucketObject::generation).orElse(0L));
            } finally {
                Files.deleteIfExists(copy);
            }
        } catch (BucketException e) {
            throw e.kind() == BucketException.Kind.CHANGED ? conflict(file, e) : failed(uri, file, e);
        } catch (IOException e) {
            throw new CommandException(ExitCode.NOT_FOUND, "cannot read " + file.path() + ": " + e.getMessage(), e);
        }
    }

    private CommandException conflict(DagFile file, BucketException e) {
        String now = findNow(file)
                .map(object -> "somebody else has put another " + file.name() + " there at " + object.changedAt())
                .orElse("somebody else has deleted the " + file.name() + " that was there"
                        + seen.map(BucketObject::changedAt)
                                .map(Instant::toString)
                                .map(at -> " since " + at)
                                .orElse(""));
        return new CommandException(
                ExitCode.REFUSED,
                now + ", while this command went on; nothing was done. Look at what " + uri
                        + " has now, and deploy again if yours is to replace it",
                e);
    }

    private Optional<BucketObject> findNow(DagFile file) {
        try {
            return bucket.find(uri.prefix() + file.name());
        } catch (BucketException e) {
            return Optional.empty();
        }
    }

    private static CommandException failed(BucketUri uri, DagFile file, BucketException e) {
        ExitCode code = switch (e.kind()) {
            case MISSING -> ExitCode.NOT_FOUND;
            case FORBIDDEN -> ExitCode.NO_PERMISSION;
            case UNREACHABLE, CHANGED -> ExitCode.UNAVAILABLE;
        };
        return new CommandException(code, file.name() + " is not put into " + uri + ": " + e.getMessage(), e);
    }
}
