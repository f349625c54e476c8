package dev.rondo.cli.server;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.ExitCode;
import dev.rondo.storage.Bucket;
import dev.rondo.storage.BucketAccess;
import dev.rondo.storage.BucketException;
import dev.rondo.storage.BucketProvider;
import dev.rondo.storage.secret.SecretAccess;
import dev.rondo.storage.secret.SecretBackend;
import dev.rondo.storage.secret.SecretBackendException;
import dev.rondo.storage.secret.SecretProvider;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * Opens buckets, and the secret manager. The jars of the folder {@code google} are loaded when the first is opened, in
 * a class loader of their own: they see the JDK, SLF4J and Rondo's own words for buckets, and nobody sees them.
 */
public final class BucketClients implements AutoCloseable {

    private @Nullable URLClassLoader classes;

    /** None is open, and no jar is loaded yet. */
    public BucketClients() {}

    /** What both sides know. */
    private static final class Shared extends ClassLoader {

        private static final List<String> PACKAGES = List.of("dev.rondo.storage.", "org.slf4j.");

        Shared() {
            super("shared", ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (PACKAGES.stream().noneMatch(name::startsWith)) {
                throw new ClassNotFoundException(name);
            }
            return Class.forName(name, false, BucketClients.class.getClassLoader());
        }
    }

    /**
     * Opens a bucket.
     *
     * @throws CommandException when there are no such credentials, or the jars are not there
     */
    public synchronized Bucket open(String bucket, BucketAccess access) {
        try {
            return provider(BucketProvider.class).open(bucket, access);
        } catch (BucketException e) {
            throw new CommandException(ExitCode.CONFIG, String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * Opens the secret manager.
     *
     * @throws SecretBackendException when there are no such credentials
     */
    synchronized SecretBackend secrets(SecretAccess access) {
        return provider(SecretProvider.class).open(access);
    }

    private <T> T provider(Class<T> service) {
        Installation installation = Installation.ofThisProcess();
        if (classes == null) {
            URL[] jars =
                    installation.googleJars().stream().map(BucketClients::url).toArray(URL[]::new);
            classes = new URLClassLoader("google", jars, new Shared());
        }
        return ServiceLoader.load(service, classes)
                .findFirst()
                .orElseThrow(() -> new CommandException(
                        ExitCode.SOFTWARE,
                        "the jars for Google's cloud are missing from " + installation.folder()
                                + "; build or unpack Rondo again"));
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException("every path of a file is a URL", e);
        }
    }

    @Override
    public void close() throws IOException {
        if (classes != null) {
            classes.close();
        }
    }
}
