package dev.rondo.runtime.jar;

import dev.rondo.sdk.DagDefinition;
import dev.rondo.sdk.DagFamily;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.reflect.AccessFlag;
import java.net.URL;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * A DAG jar opened for loading. The file must not change while it is open: open only copies named by their hash.
 *
 * <p>Libraries may be shaded in or lie in {@code lib/*.jar} inside the jar; the latter are unpacked beside it once.
 */
public final class DagJar implements AutoCloseable {

    // A class file larger than this is no DAG class that a compiler wrote.
    private static final int MAX_CLASS_BYTES = 16 * 1024 * 1024;

    // Twice the largest DAG jar; what unpacks to more is a mistake, or meant to fill the disk.
    private static final long MAX_LIBRARY_BYTES = 2L << 30;

    // Class files say the Java they are for by this plus its number, in the bytes 6 and 7.
    private static final int CLASS_VERSION_OF_JAVA_0 = 44;

    private static final int BUFFER_BYTES = 64 * 1024;

    private final Path file;
    private final List<Path> libraries;
    private final DagClassLoader loader;
    private final DagClasses dagClasses;

    private DagJar(Path file, List<Path> libraries, DagClassLoader loader, DagClasses dagClasses) {
        this.file = file;
        this.libraries = List.copyOf(libraries);
        this.loader = loader;
        this.dagClasses = dagClasses;
    }

    /**
     * Opens a jar.
     *
     * @param unpackTo folder for the libraries inside the jar; made when needed
     * @throws JarProblemException when the file is no readable jar ({@code JAR_UNREADABLE}), or the libraries in it are
     *     too large ({@code JAR_TOO_LARGE})
     */
    public static DagJar open(Path file, Path unpackTo) throws JarProblemException, IOException {
        List<URL> urls = new ArrayList<>();
        urls.add(file.toUri().toURL());
        List<Path> libraries;
        DagClasses dagClasses;
        try (JarFile jar = new JarFile(file.toFile(), false)) {
            libraries = unpackLibraries(jar, unpackTo);
            for (Path library : libraries) {
                urls.add(library.toUri().toURL());
            }
            dagClasses = findDagClasses(jar);
        } catch (ZipException | EOFException e) {
            throw new JarProblemException(
                    "JAR_UNREADABLE",
                    "this file is not a readable jar (" + e.getMessage()
                            + "): it was cut short while it was copied, or is no zip file. Copy it again, best under another"
                            + " name, and rename it when it is complete",
                    e);
        }
        DagClassLoader loader = new DagClassLoader(urls, DagJar.class.getClassLoader());
        return new DagJar(file, libraries, loader, dagClasses);
    }

    /** Which classes in the jar implement {@link DagDefinition} or {@link DagFamily}. */
    public DagClasses dagClasses() {
        return dagClasses;
    }

    public Path file() {
        return file;
    }

    /** The jar and the libraries that lay in it: what a process of its own needs to run its classes. */
    public List<Path> classPath() {
        List<Path> all = new ArrayList<>();
        all.add(file);
        all.addAll(libraries);
        return List.copyOf(all);
    }

    public ClassLoader loader() {
        return loader;
    }

    @Override
    public void close() throws IOException {
        loader.close();
    }

    private static List<Path> unpackLibraries(JarFile jar, Path unpackTo) throws JarProblemException, IOException {
        List<JarEntry> inside = jar.stream()
                .filter(e -> e.getName().startsWith("lib/")
                        && e.getName().endsWith(".jar")
                        && e.getName().indexOf('/', 4) < 0)
                .toList();
        List<Path> libraries = new ArrayList<>();
        long left = MAX_LIBRARY_BYTES;
        for (JarEntry entry : inside) {
            Path target = unpackTo.resolve(entry.getName().substring("lib/".length()));
            if (!Files.exists(target)) {
                Files.createDirectories(unpackTo);
                Path part = Files.createTempFile(unpackTo, "lib", ".part");
                left -= unpack(jar, entry, part, left);
                moveUnlessThere(part, target);
            }
            libraries.add(target);
        }
        return libraries;
    }

    private static long unpack(JarFile jar, JarEntry entry, Path part, long atMost)
            throws JarProblemException, IOException {
        try (InputStream in = jar.getInputStream(entry);
                OutputStream out = Files.newOutputStream(part)) {
            byte[] buffer = new byte[BUFFER_BYTES];
            long size = 0;
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                size += n;
                if (size > atMost) {
                    throw new JarProblemException(
                            "JAR_TOO_LARGE",
                            "the libraries in this jar unpack to more than " + (MAX_LIBRARY_BYTES >> 20)
                                    + " MiB; leave out what the DAG does not need");
                }
                out.write(buffer, 0, n);
            }
            return size;
        }
    }

    // Two processes may unpack the same jar at once: whoever is second drops its copy.
    private static void moveUnlessThere(Path part, Path target) throws IOException {
        try {
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException e) {
            Files.deleteIfExists(part);
        }
    }

    private static DagClasses findDagClasses(JarFile jar) throws IOException {
        Map<String, Header> headers = new HashMap<>();
        int newestJava = 0;
        List<JarEntry> entries = jar.stream()
                .filter(e -> e.getName().endsWith(".class")
                        && !e.getName().startsWith("META-INF/")
                        && !e.getName().endsWith("module-info.class"))
                .toList();
        for (JarEntry entry : entries) {
            Header header = readHeader(jar, entry);
            if (header != null) {
                headers.put(header.name(), header);
                newestJava = Math.max(newestJava, header.java());
            }
        }
        List<Header> defining = headers.values().stream()
                .filter(h -> h.concrete() && definesDags(h.name(), headers, new HashSet<>()))
                .toList();
        return new DagClasses(namesOf(defining, true), namesOf(defining, false), newestJava);
    }

    private static List<String> namesOf(List<Header> headers, boolean isPublic) {
        return headers.stream()
                .filter(h -> h.isPublic() == isPublic)
                .map(h -> h.name().replace('/', '.'))
                .sorted()
                .toList();
    }

    private static @Nullable Header readHeader(JarFile jar, JarEntry entry) throws IOException {
        if (entry.getSize() > MAX_CLASS_BYTES) {
            return null;
        }
        byte[] bytes;
        try (InputStream in = jar.getInputStream(entry)) {
            bytes = in.readNBytes(MAX_CLASS_BYTES);
        }
        int java = bytes.length < 8 ? 0 : ((bytes[6] & 0xff) << 8 | bytes[7] & 0xff) - CLASS_VERSION_OF_JAVA_0;
        try {
            ClassModel model = ClassFile.of().parse(bytes);
            Set<String> supers = new HashSet<>();
            model.superclass().ifPresent(s -> supers.add(s.asInternalName()));
            model.interfaces().forEach(i -> supers.add(i.asInternalName()));
            boolean concrete =
                    !model.flags().has(AccessFlag.ABSTRACT) && !model.flags().has(AccessFlag.INTERFACE);
            return new Header(
                    model.thisClass().asInternalName(),
                    supers,
                    concrete,
                    model.flags().has(AccessFlag.PUBLIC),
                    java);
        } catch (IllegalArgumentException e) {
            // Not a class file this JDK can read; were it a DAG class, "no DAG class" would say so.
            return new Header(entry.getName(), Set.of(), false, false, java);
        }
    }

    private static boolean definesDags(String name, Map<String, Header> headers, Set<String> seen) {
        if (name.equals(internalName(DagDefinition.class)) || name.equals(internalName(DagFamily.class))) {
            return true;
        }
        Header header = headers.get(name);
        return header != null
                && seen.add(name)
                && header.supers().stream().anyMatch(s -> definesDags(s, headers, seen));
    }

    private static String internalName(Class<?> type) {
        return type.getName().replace('.', '/');
    }

    private record Header(String name, Set<String> supers, boolean concrete, boolean isPublic, int java) {}

    /**
     * Concrete classes that define DAGs, by name, sorted.
     *
     * @param loadable public ones
     * @param notPublic ones that cannot be used because they are not public
     * @param newestJava the newest Java that a class of the jar was compiled for
     */
    public record DagClasses(List<String> loadable, List<String> notPublic, int newestJava) {
        public DagClasses {
            loadable = List.copyOf(loadable);
            notPublic = List.copyOf(notPublic);
        }
    }
}
