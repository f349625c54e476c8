package dev.rondo.core.semantics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The class of a family, as the sources have it.
 *
 * @param name its full name
 */
public record SemanticsClass(String family, String name) {

    private static final Pattern ANNOTATION = Pattern.compile("^@SemanticsTest\\(\"(\\w+)\"\\)", Pattern.MULTILINE);

    /** The classes of a module, by the folder that it is in; none where it has no tests. */
    public static List<SemanticsClass> of(Path module) throws IOException {
        Path root = module.resolve("src/test/java");
        List<SemanticsClass> found = new ArrayList<>();
        if (Files.isDirectory(root)) {
            try (Stream<Path> files = Files.walk(root)) {
                for (Path file : files.filter(each -> each.toString().endsWith("SemanticsTest.java"))
                        .toList()) {
                    String name = root.relativize(file).toString().replace(".java", "");
                    Matcher annotation = ANNOTATION.matcher(Files.readString(file));
                    while (annotation.find()) {
                        found.add(new SemanticsClass(annotation.group(1), name.replace('/', '.')));
                    }
                }
            }
        }
        return found;
    }
}
