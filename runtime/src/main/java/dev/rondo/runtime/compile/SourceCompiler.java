package dev.rondo.runtime.compile;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/**
 * Compiles one {@code .java} file of the dags folder into a jar: same bytes in, same bytes out, so that the jar's hash
 * is the version of the source and its libraries. No annotation processor runs: a source file dropped into a folder
 * must not run code before it is parsed in its own process.
 */
public final class SourceCompiler {

    // A fixed date in the jar keeps its hash a function of the source alone.
    private static final LocalDateTime ENTRY_TIME = LocalDateTime.of(2020, 1, 1, 0, 0);

    private final List<Path> classPath;
    private final List<Path> libraries;

    /** Compiles against these jars: the sdk and the operators. */
    public SourceCompiler(List<Path> classPath) {
        this(classPath, List.of());
    }

    /**
     * Compiles against these jars and libraries.
     *
     * @param classPath what is there too when the code runs
     * @param libraries jars that are put into the one that is made, as {@code lib/NAME.jar}
     */
    public SourceCompiler(List<Path> classPath, List<Path> libraries) {
        this.classPath = List.copyOf(classPath);
        this.libraries = List.copyOf(libraries);
    }

    /**
     * Compiles the source to the bytes of a jar that also holds the source itself.
     *
     * @param fileName name of the file, such as {@code Census.java}; a public class must have its name
     * @throws CompileFailedException with every error, its line and column
     */
    public byte[] compile(String fileName, String source) throws CompileFailedException, IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        write(fileName, source, classes(fileName, source), bytes);
        return bytes.toByteArray();
    }

    /**
     * Compiles the source to a jar that also holds the source itself.
     *
     * @param fileName name of the file, such as {@code Census.java}; a public class must have its name
     * @param jar not written when the source does not compile
     * @throws CompileFailedException with every error, its line and column
     */
    public void compile(String fileName, String source, Path jar) throws CompileFailedException, IOException {
        Map<String, ByteArrayOutputStream> classes = classes(fileName, source);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(jar))) {
            write(fileName, source, classes, out);
        }
    }

    private Map<String, ByteArrayOutputStream> classes(String fileName, String source)
            throws CompileFailedException, IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw new IOException("this Java has no compiler: run Rondo with a JDK, not a JRE, to use .java files");
        }
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        try (StandardJavaFileManager files =
                        compiler.getStandardFileManager(diagnostics, Locale.ROOT, StandardCharsets.UTF_8);
                ClassesInMemory classes = new ClassesInMemory(files)) {
            files.setLocationFromPaths(
                    StandardLocation.CLASS_PATH,
                    Stream.concat(classPath.stream(), libraries.stream()).toList());
            List<String> options = List.of("-proc:none", "-parameters", "-g", "-Xlint:-options");
            boolean compiled = compiler.getTask(
                            new StringWriter(),
                            classes,
                            diagnostics,
                            options,
                            null,
                            List.of(new Source(fileName, source)))
                    .call();
            if (!compiled) {
                throw CompileFailedException.of(fileName, problems(diagnostics, source));
            }
            return classes.byName;
        }
    }

    private static List<CompileProblem> problems(DiagnosticCollector<JavaFileObject> diagnostics, String source) {
        List<String> lines = source.lines().toList();
        List<CompileProblem> problems = new ArrayList<>();
        for (Diagnostic<? extends JavaFileObject> d : diagnostics.getDiagnostics()) {
            if (d.getKind() == Diagnostic.Kind.ERROR) {
                int line = (int) Math.max(0, d.getLineNumber());
                String text = line > 0 && line <= lines.size() ? lines.get(line - 1) : "";
                problems.add(new CompileProblem(
                        line, (int) Math.max(0, d.getColumnNumber()), d.getMessage(Locale.ROOT), text));
            }
        }
        if (problems.isEmpty()) {
            problems.add(new CompileProblem(0, 0, "the compiler refused the file without saying why", ""));
        }
        return problems;
    }

    private void write(String fileName, String source, Map<String, ByteArrayOutputStream> classes, OutputStream out)
            throws IOException {
        try (JarOutputStream jar = new JarOutputStream(out)) {
            for (Map.Entry<String, ByteArrayOutputStream> entry : classes.entrySet()) {
                write(
                        jar,
                        entry.getKey().replace('.', '/') + ".class",
                        entry.getValue().toByteArray());
            }
            write(jar, "META-INF/rondo/" + fileName, source.getBytes(StandardCharsets.UTF_8));
            jar.setLevel(Deflater.NO_COMPRESSION); // they are compressed
            for (Path library : libraries) {
                start(jar, "lib/" + library.getFileName());
                Files.copy(library, jar);
                jar.closeEntry();
            }
        }
    }

    private static void write(JarOutputStream jar, String name, byte[] content) throws IOException {
        start(jar, name);
        jar.write(content);
        jar.closeEntry();
    }

    private static void start(JarOutputStream jar, String name) throws IOException {
        JarEntry entry = new JarEntry(name);
        entry.setTimeLocal(ENTRY_TIME);
        jar.putNextEntry(entry);
    }

    /** Reads a source file, which must be UTF-8. */
    public static String read(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String fileName, String text) {
            super(uriOf(fileName), Kind.SOURCE);
            this.text = text;
        }

        // Through the parts, so that any character a file name may have is quoted.
        private static URI uriOf(String fileName) {
            try {
                return new URI("mem", null, "/" + fileName, null);
            } catch (URISyntaxException e) {
                throw new IllegalArgumentException("a file cannot be named " + fileName, e);
            }
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    private static final class ClassesInMemory extends ForwardingJavaFileManager<JavaFileManager> {
        private final Map<String, ByteArrayOutputStream> byName = new TreeMap<>();

        ClassesInMemory(JavaFileManager files) {
            super(files);
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("mem:///" + className.replace('.', '/') + ".class"), kind) {
                @Override
                public OutputStream openOutputStream() {
                    ByteArrayOutputStream out = new ByteArrayOutputStream();
                    byName.put(className, out);
                    return out;
                }
            };
        }
    }
}
