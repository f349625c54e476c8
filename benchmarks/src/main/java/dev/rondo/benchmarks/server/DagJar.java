package dev.rondo.benchmarks.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** Makes jars of the DAG classes in {@code dags/} among the resources, as an author's build would. */
public final class DagJar {

    private final List<Path> classPath;
    private final Path work;

    /**
     * A maker of jars.
     *
     * @param classPath what DAGs compile against
     * @param work a folder for what is made on the way
     */
    public DagJar(List<Path> classPath, Path work) {
        this.classPath = List.copyOf(classPath);
        this.work = work;
    }

    /**
     * Compiles a DAG class and puts it into a jar.
     *
     * @param className simple name of a resource in {@code dags/}
     * @param values sizes by name; in the source each stands as a comment with that name and a default
     * @return the jar
     */
    public Path make(String className, Map<String, Integer> values) throws IOException {
        String source = source(className, values);
        Path folder = Files.createTempDirectory(work, className);
        Path file = folder.resolve("src").resolve(className + ".java");
        Files.createDirectories(file.getParent());
        Files.writeString(file, source);
        Path classes = Files.createDirectories(folder.resolve("classes"));
        compile(file, classes);
        return pack(classes, folder.resolve(className + ".jar"));
    }

    /** The source of a DAG class, with the same arguments as {@link #make}. */
    public static String source(String className, Map<String, Integer> values) throws IOException {
        String source = source(className);
        for (var value : values.entrySet()) {
            String mark = "/*" + value.getKey() + "*/ ";
            if (!source.contains(mark)) {
                throw new IllegalArgumentException(className + ".java has no constant marked " + mark);
            }
            source = source.replaceAll(
                    Pattern.quote(mark) + "[0-9_]+", value.getValue().toString());
        }
        return source;
    }

    /** Moves a jar or source file into a watched folder in one step, as the documentation asks of authors. */
    public static void drop(Path file, Path folder, String name) throws IOException {
        Path beside = Files.copy(file, folder.resolve("." + name + ".part"), StandardCopyOption.REPLACE_EXISTING);
        Files.move(beside, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    private static String source(String className) throws IOException {
        try (InputStream in = DagJar.class.getResourceAsStream("/dags/" + className + ".java")) {
            if (in == null) {
                throw new IllegalArgumentException("there is no DAG class " + className + " among the resources");
            }
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    private void compile(Path file, Path classes) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        try (var files = compiler.getStandardFileManager(null, null, UTF_8)) {
            boolean compiled = compiler.getTask(
                            messages,
                            files,
                            null,
                            List.of(
                                    "-proc:none",
                                    "-parameters",
                                    "--release",
                                    "25",
                                    "-cp",
                                    String.join(
                                            File.pathSeparator,
                                            classPath.stream()
                                                    .map(Path::toString)
                                                    .toList()),
                                    "-d",
                                    classes.toString()),
                            null,
                            files.getJavaFileObjects(file))
                    .call();
            if (!compiled) {
                throw new BenchmarkException(file + " does not compile:\n" + messages);
            }
        }
    }

    private static Path pack(Path classes, Path jar) throws IOException {
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out);
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                entries.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                Files.copy(file, entries);
                entries.closeEntry();
            }
        }
        return jar;
    }
}
