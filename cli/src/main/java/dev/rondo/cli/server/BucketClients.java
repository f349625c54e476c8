package dev.rondo.cli.server;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.ExitCode;
import dev.rondo.storage.Bucket;
import dev.rondo.storage.BucketAccess;
import dev.rondo.storage.BucketNotices;
import dev.rondo.storage.BucketNoticesProvider;
import dev.rondo.storage.BucketProvider;
import dev.rondo.storage.ClientJars;
import dev.rondo.storage.secret.SecretAccess;
import dev.rondo.storage.secret.SecretBackend;
import dev.rondo.storage.secret.SecretBackendException;
import dev.rondo.storage.secret.SecretProvider;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Opens buckets, notices of them, and the secret manager. The jars of the folder {@code google} are loaded when the
 * first is opened.
 */
public final class BucketClients implements AutoCloseable {

    private @Nullable ClientJars jars;

    /** None is open, and no jar is loaded yet. */
    public BucketClients() {}

    /**
     * Opens a bucket.
     *
     * @throws CommandException when there are no such credentials, or the jars are not there
     */
    public Bucket open(String bucket, BucketAccess access) {
        return open(BucketProvider.class, Bucket.class, provider -> provider.open(bucket, access));
    }

    /**
     * Opens the secret manager.
     *
     * @throws SecretBackendException when there are no such credentials
     */
    SecretBackend secrets(SecretAccess access) {
        return open(SecretProvider.class, SecretBackend.class, provider -> provider.open(access));
    }

    /**
     * Opens a subscription to what changes in buckets.
     *
     * @throws CommandException when there are no such credentials, or the jars are not there
     */
    BucketNotices notices(String subscription, BucketAccess access) {
        return open(BucketNoticesProvider.class, BucketNotices.class, provider -> provider.open(subscription, access));
    }

    private synchronized <P, T> T open(Class<P> provider, Class<T> client, ClientJars.Opening<P, T> opening) {
        Installation installation = Installation.ofThisProcess();
        if (jars == null) {
            jars = new ClientJars(ClientJars.Cloud.GOOGLE, installation.googleJars());
        }
        try {
            return jars.open(provider, client, opening);
        } catch (IOException e) {
            throw new CommandException(ExitCode.CONFIG, String.valueOf(e.getMessage()), e);
        } catch (IllegalStateException e) {
            throw new CommandException(ExitCode.SOFTWARE, String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        if (jars != null) {
            jars.close();
        }
    }
}
