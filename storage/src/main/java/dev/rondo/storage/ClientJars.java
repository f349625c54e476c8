package dev.rondo.storage;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The jars of a cloud's client, loaded when the first client is opened, in a class loader of their own: they see the
 * JDK, SLF4J and Rondo's words for what they do, and nobody sees them.
 */
public final class ClientJars implements Closeable {

    private static final List<String> SHARED = List.of("dev.rondo.storage.", "org.slf4j.");

    /** Whose client it is. */
    public enum Cloud {
        /** Google's, with its secret manager. */
        GOOGLE("Google", "rondo-storage-gcs"),
        /** Amazon's. */
        AMAZON("Amazon", "rondo-storage-s3");

        private final String owner;
        private final String module;

        Cloud(String owner, String module) {
            this.owner = owner;
            this.module = module;
        }

        /** The folder of an installation that has its jars. */
        public String folder() {
            return owner.toLowerCase(Locale.ROOT);
        }
    }

    private final Cloud cloud;
    private final List<Path> jars;
    private @Nullable ClassLoader classes;

    /** These jars; none: the class path has the client, as in a test. */
    public ClientJars(Cloud cloud, List<Path> jars) {
        this.cloud = cloud;
        this.jars = List.copyOf(jars);
    }

    private static final class OfThisProcess {
        static final Map<Cloud, ClientJars> JARS = Stream.of(Cloud.values())
                .collect(Collectors.toUnmodifiableMap(
                        Function.identity(), cloud -> new ClientJars(cloud, besideLibrary(cloud))));
    }

    /** Those of the installation that this class was loaded from; closed with the process. */
    public static ClientJars ofThisProcess(Cloud cloud) {
        return Objects.requireNonNull(OfThisProcess.JARS.get(cloud), "there are jars of each");
    }

    // INSTALLATION/lib/rondo-storage.jar -> INSTALLATION/google
    private static List<Path> besideLibrary(Cloud cloud) {
        CodeSource source = ClientJars.class.getProtectionDomain().getCodeSource();
        if (source == null) {
            return List.of();
        }
        try {
            Path lib = Path.of(source.getLocation().toURI()).getParent();
            Path folder = lib == null ? null : lib.resolveSibling(cloud.folder());
            return folder == null || !Files.isDirectory(folder) ? List.of() : in(folder);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("a jar lies where no file can", e);
        }
    }

    /** The jars of a folder. */
    public static List<Path> in(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + folder, e);
        }
    }

    /** What both sides know. */
    private static final class Shared extends ClassLoader {

        Shared() {
            super("shared", ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (SHARED.stream().noneMatch(name::startsWith)) {
                throw new ClassNotFoundException(name);
            }
            return Class.forName(name, false, ClientJars.class.getClassLoader());
        }
    }

    /** Opens something with what a provider offers. */
    public interface Opening<P, T> {
        T open(P provider) throws IOException;
    }

    /**
     * Opens a client. Its libraries look for services with the context loader of the thread, which is that of whoever
     * calls; so it is another one during each call of the client, and of what it returns.
     *
     * @param provider the service that opens it
     * @param client the interface of the client
     * @throws IllegalStateException when the jars are not there
     */
    public <P, T> T open(Class<P> provider, Class<T> client, Opening<P, T> opening) throws IOException {
        ClassLoader loader = classes();
        P found = ServiceLoader.load(provider, loader)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the jars of " + cloud.owner + "'s client are missing"
                        + (jars.isEmpty()
                                ? "; build or unpack Rondo again, or in a test of your own add " + cloud.module
                                : " from " + folderOf(jars.getFirst()) + "; build or unpack Rondo again")));
        return ClientCalls.in(loader, client, () -> opening.open(found));
    }

    private static String folderOf(Path jar) {
        return String.valueOf(jar.getParent());
    }

    private synchronized ClassLoader classes() {
        ClassLoader known = classes;
        if (known == null) {
            known = jars.isEmpty()
                    ? ClientJars.class.getClassLoader()
                    : new URLClassLoader(
                            cloud.folder(), jars.stream().map(ClientJars::url).toArray(URL[]::new), new Shared());
            classes = known;
        }
        return known;
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException("every path of a file is a URL", e);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        if (classes instanceof URLClassLoader opened) {
            opened.close();
        }
    }
}
