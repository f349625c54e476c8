package dev.rondo.runtime.jar;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Objects;

/**
 * Loads the classes of one DAG jar. {@code dev.rondo.*}, SLF4J and the JDK come from the installation, even when the
 * jar has them shaded in, so that both sides of every call agree on the types; everything else comes from the jar
 * alone, so that no library of the installation gets in a user's way.
 */
final class DagClassLoader extends URLClassLoader {

    static {
        registerAsParallelCapable();
    }

    private final ClassLoader installation;

    // Without a name: it would stand before each class in the stacks that authors read.
    DagClassLoader(List<URL> jars, ClassLoader installation) {
        super(jars.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
        this.installation = Objects.requireNonNull(installation);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (isShared(name)) {
            try {
                return installation.loadClass(name);
            } catch (ClassNotFoundException e) {
                // A user's package may begin like ours (the example DAGs do): then it is in the jar.
                return super.loadClass(name, resolve);
            }
        }
        return super.loadClass(name, resolve);
    }

    @Override
    public URL getResource(String name) {
        URL own = super.getResource(name);
        return own != null || !isShared(name.replace('/', '.')) ? own : installation.getResource(name);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        Enumeration<URL> own = super.getResources(name);
        if (own.hasMoreElements() || !isShared(name.replace('/', '.'))) {
            return own;
        }
        return Collections.enumeration(Collections.list(installation.getResources(name)));
    }

    private static boolean isShared(String name) {
        return name.startsWith("dev.rondo.") || name.startsWith("org.slf4j.");
    }
}
