import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ConstantPoolSharingOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/**
 * Copies a jar and brings its class files up to Java 8, with the stack maps that the verifier of today wants: those
 * older than Java 6 are verified the old way, and the JVM puts none of them into an AOT cache. What they do stays the
 * same.
 *
 * <p>Arguments: the jar, and where its copy goes. The copy has the times of the original, so it is the same each time.
 */
final class UpgradeClassFiles {

    private static final int OLDEST = ClassFile.JAVA_8_VERSION;

    private static final String NOTICE = """
            This jar differs from the one that its project publishes: Rondo's build has brought its class files up to
            Java %d and added stack maps, so that the JVM can keep them in an AOT cache. Nothing else was changed.
            """.formatted(OLDEST - 44);

    private UpgradeClassFiles() {}

    public static void main(String[] arguments) throws IOException {
        Path copy = Path.of(arguments[1]);
        Files.createDirectories(copy.getParent());
        Path part = copy.resolveSibling(copy.getFileName() + ".part");
        try (JarFile jar = new JarFile(arguments[0]);
                OutputStream out = Files.newOutputStream(part);
                JarOutputStream result = new JarOutputStream(out)) {
            ClassFile classFiles = ClassFile.of(
                    StackMapsOption.GENERATE_STACK_MAPS,
                    ConstantPoolSharingOption.NEW_POOL,
                    ClassFile.ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofResourceParsing(
                                    type -> stream(jar, type.descriptorString()))
                            .orElse(ClassHierarchyResolver.defaultResolver())));
            long time = 0;
            for (JarEntry entry : Collections.list(jar.entries())) {
                byte[] bytes;
                try (InputStream in = jar.getInputStream(entry)) {
                    bytes = in.readAllBytes();
                }
                time = entry.getTime();
                put(result, entry.getName(), time, entry.getName().endsWith(".class") ? upgraded(classFiles, bytes) : bytes);
            }
            put(result, "META-INF/CHANGED-BY-RONDO.txt", time, NOTICE.getBytes(StandardCharsets.UTF_8));
        }
        Files.move(part, copy, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    private static void put(JarOutputStream jar, String name, long time, byte[] bytes) throws IOException {
        JarEntry entry = new JarEntry(name);
        entry.setTime(time);
        jar.putNextEntry(entry);
        jar.write(bytes);
        jar.closeEntry();
    }

    private static InputStream stream(JarFile jar, String descriptor) {
        JarEntry entry = jar.getJarEntry(descriptor.substring(1, descriptor.length() - 1) + ".class");
        try {
            return entry == null ? null : jar.getInputStream(entry);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static byte[] upgraded(ClassFile classFiles, byte[] bytes) {
        ClassModel old = classFiles.parse(bytes);
        if (old.majorVersion() >= OLDEST) {
            return bytes;
        }
        return classFiles.transformClass(
                old,
                ClassTransform.transformingMethodBodies((code, element) -> code.with(element))
                        .andThen((type, element) -> {
                            if (element instanceof ClassFileVersion) {
                                type.withVersion(OLDEST, 0);
                            } else {
                                type.with(element);
                            }
                        }));
    }
}
