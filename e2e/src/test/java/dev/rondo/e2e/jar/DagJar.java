package dev.rondo.e2e.jar;

import dev.rondo.e2e.harness.Distribution;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * A DAG jar made from source text, against the distribution as its users have it.
 *
 * <pre>{@code
 * byte[] jar = DagJar.of(Distribution.built()).source("ex.Hello", "package ex; …").bytes();
 * }</pre>
 */
public final class DagJar {

    // On one line, so that a compiler's line number is one above the text's.
    private static final String PREFIX =
            "package ex; import dev.rondo.sdk.*; import java.nio.file.*; import java.time.*; import java.util.*;\n";

    private final Distribution distribution;
    private final Map<String, String> sources = new LinkedHashMap<>();
    private final Map<String, byte[]> entries = new LinkedHashMap<>();

    private DagJar(Distribution distribution) {
        this.distribution = distribution;
    }

    /** An empty one. */
    public static DagJar of(Distribution distribution) {
        return new DagJar(distribution);
    }

    /** Adds a class by its name and source. */
    public DagJar source(String className, String text) {
        sources.put(className, text);
        return this;
    }

    /** Adds the one public class {@code ex.NAME}, its package and the imports of the sdk written before it. */
    public DagJar dag(String simpleName, String text) {
        return source("ex." + simpleName, PREFIX + text);
    }

    /** Adds a file as it is. */
    public DagJar entry(String name, byte[] content) {
        entries.put(name, content);
        return this;
    }

    /** Compiles and packs. */
    public byte[] bytes() {
        Map<String, byte[]> all = new LinkedHashMap<>(entries);
        all.putAll(compiled());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> entry : all.entrySet()) {
                jar.putNextEntry(new JarEntry(entry.getKey()));
                jar.write(entry.getValue());
                jar.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write a jar into memory", e);
        }
        return bytes.toByteArray();
    }

    private Map<String, byte[]> compiled() {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
        List<JavaFileObject> texts = new ArrayList<>();
        sources.forEach((name, text) -> texts.add(new Text(name, text)));
        String classPath = distribution.authorClassPath().stream()
                .map(Object::toString)
                .collect(Collectors.joining(java.io.File.pathSeparator));
        try (Memory memory = new Memory(compiler.getStandardFileManager(problems, null, StandardCharsets.UTF_8))) {
            boolean done = compiler.getTask(
                            null, memory, problems, List.of("-proc:none", "-parameters", "-cp", classPath), null, texts)
                    .call();
            if (!done) {
                throw new AssertionError("a DAG of a test does not compile: " + problems.getDiagnostics());
            }
            return memory.classes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot compile", e);
        }
    }

    private static final class Text extends SimpleJavaFileObject {
        private final String text;

        Text(String className, String text) {
            super(URI.create("string:///" + className.replace('.', '/') + ".java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    private static final class Bytes extends SimpleJavaFileObject {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Bytes(String className) {
            super(URI.create("bytes:///" + className.replace('.', '/') + ".class"), Kind.CLASS);
        }

        @Override
        public OutputStream openOutputStream() {
            return bytes;
        }
    }

    private static final class Memory extends ForwardingJavaFileManager<JavaFileManager> {
        private final Map<String, Bytes> written = new LinkedHashMap<>();

        Memory(JavaFileManager real) {
            super(real);
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
            return written.computeIfAbsent(className, Bytes::new);
        }

        Map<String, byte[]> classes() {
            Map<String, byte[]> classes = new LinkedHashMap<>();
            written.forEach((name, file) -> classes.put(name.replace('.', '/') + ".class", file.bytes.toByteArray()));
            return classes;
        }
    }
}
