package dev.rondo.e2e.container;

import java.util.List;
import java.util.regex.Pattern;

/** What {@code .dockerignore} keeps from the build. */
final class DockerIgnore {

    private static final Pattern KNOWN = Pattern.compile("(?:\\*\\*/)?[\\w.-][\\w./*-]*");

    private final List<Pattern> patterns;

    private DockerIgnore(List<Pattern> patterns) {
        this.patterns = patterns;
    }

    static DockerIgnore read(String text) {
        return new DockerIgnore(text.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(DockerIgnore::pattern)
                .toList());
    }

    private static Pattern pattern(String glob) {
        if (!KNOWN.matcher(glob).matches()) {
            throw new AssertionError("this test knows no such pattern: " + glob);
        }
        boolean atAnyDepth = glob.startsWith("**/");
        String name = Pattern.quote(atAnyDepth ? glob.substring(3) : glob).replace("*", "\\E[^/]*\\Q");
        // What is below an ignored folder is ignored.
        return Pattern.compile((atAnyDepth ? "(?:.*/)?" : "") + name + "(?:/.*)?");
    }

    /** Whether the build does not see it. {@code path} is relative to the checkout, with slashes. */
    boolean ignores(String path) {
        return patterns.stream().anyMatch(pattern -> pattern.matcher(path).matches());
    }
}
