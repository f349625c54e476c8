package dev.rondo.scheduler.testing;

import dev.rondo.core.protocol.Wire;
import dev.rondo.operators.standard.BashOperator;
import dev.rondo.runtime.compile.CompileFailedException;
import dev.rondo.runtime.compile.SourceCompiler;
import dev.rondo.runtime.parse.ParserProcess;
import dev.rondo.sdk.Dag;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.NullMarked;
import org.slf4j.Logger;

/** DAG files made from their source. */
public final class TestJars {

    /** Imports all of the sdk, on the first line of a source file so that it changes no line's number. */
    public static final String SDK = "import dev.rondo.sdk." + "*; ";

    private TestJars() {}

    /** What a parser has on its class path in an installation. */
    public static List<Path> hostClassPath() {
        return Stream.of(
                        Dag.class,
                        Wire.class,
                        ParserProcess.class,
                        BashOperator.class,
                        Logger.class,
                        NullMarked.class,
                        named("biweekly.io.text.ICalReader"),
                        named("com.github.mangstadt.vinnie.io.VObjectReader"))
                .map(TestJars::placeOf)
                .distinct()
                .toList();
    }

    // What the parser alone needs is no dependency of this module.
    private static Class<?> named(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("not on the class path", e);
        }
    }

    private static Path placeOf(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("no place of " + type, e);
        }
    }

    /** A class {@code name} whose {@code define()} has this body. */
    public static String source(String name, String body) {
        return SDK + """
                public class %s implements DagDefinition {
                    public Dag define() {
                        %s
                    }
                }
                """.formatted(name, body);
    }

    /** The jar of such a class. */
    public static byte[] jar(String name, String body) {
        return jarOf(name, source(name, body).substring(SDK.length()));
    }

    /** The jar of a source file with the public class of this name; the sdk is imported. */
    public static byte[] jarOf(String name, String source) {
        try {
            return new SourceCompiler(hostClassPath()).compile(name + ".java", SDK + source);
        } catch (CompileFailedException | IOException e) {
            throw new IllegalStateException("the source of a test does not compile: " + e.getMessage(), e);
        }
    }

    /** A jar with one DAG of one task. */
    public static byte[] dag(String dagId) {
        return jar("D", """
                Dag dag = Dag.create("%s");
                dag.task("only").run(() -> {});
                return dag;
                """.formatted(dagId));
    }

    /** A jar of these entries. */
    public static byte[] zip(Map<String, byte[]> entries) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                jar.putNextEntry(new JarEntry(entry.getKey()));
                jar.write(entry.getValue());
                jar.closeEntry();
            }
        } catch (IOException e) {
            throw new IllegalStateException("in memory", e);
        }
        return bytes.toByteArray();
    }

    /** The entries of a jar by their names, to be changed. */
    public static Map<String, byte[]> entries(byte[] jar) {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(jar))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                entries.put(entry.getName(), in.readAllBytes());
            }
        } catch (IOException e) {
            throw new IllegalStateException("in memory", e);
        }
        return entries;
    }

    /** Text as a file has it. */
    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
