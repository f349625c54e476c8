package dev.rondo.core.semantics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.platform.engine.discovery.ClassSelector;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/**
 * Runs {@link SemanticsTest} classes in a JVM of their own, with the system properties of a build that was given a
 * folder of cases.
 *
 * @param isGreen whether nothing failed
 * @param output what was printed, failures at the end
 */
public record SemanticsRun(boolean isGreen, String output) {

    /**
     * Runs all classes of a module on an excerpt of their families: the first case of each kind, which are put in the
     * folder before.
     *
     * @param module where it is
     * @param base where the folder is made
     */
    public static SemanticsRun ofExcerpts(Path module, Path base) throws Exception {
        Path folder = Files.createDirectory(base.resolve("excerpts"));
        List<SemanticsClass> classes = SemanticsClass.of(module);
        for (SemanticsClass each : classes) {
            ObjectNode file = RecordedFamily.load(each.family(), RecordedFolder.RESOURCES)
                    .common()
                    .deepCopy();
            file.putArray("cases").addAll(excerpt(each));
            Files.writeString(folder.resolve(each.family() + ".json"), file.toString());
        }
        return of("excerpts", base, classes.stream().map(SemanticsClass::name).toList());
    }

    /** What {@link #ofExcerpts} says when all is well. */
    public static List<String> linesOfExcerpts(Path module) throws IOException {
        return SemanticsClass.of(module).stream()
                .map(each -> "semantics: " + each.family() + " " + excerpt(each).size() + "/"
                        + excerpt(each).size())
                .toList();
    }

    private static List<JsonNode> excerpt(SemanticsClass each) {
        Set<String> kinds = new HashSet<>();
        return RecordedFamily.load(each.family(), RecordedFolder.RESOURCES).cases().stream()
                .filter(recorded -> kinds.add(recorded.kind()))
                .map(RecordedCase::json)
                .toList();
    }

    /** Runs the classes that are named with {@code rondo.semantics.dir=FOLDER}, called where {@code base} is. */
    static SemanticsRun of(String folder, Path base, List<String> tests) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-D" + RecordedFolder.PROPERTY + "=" + folder,
                "-D" + RecordedFolder.BASE_PROPERTY + "=" + base,
                "-classpath",
                System.getProperty("java.class.path"),
                SemanticsRun.class.getName()));
        command.addAll(tests);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            return new SemanticsRun(process.waitFor() == 0, output);
        } catch (IOException | InterruptedException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /** The lines that tell of families. */
    public List<String> lines() {
        return output.lines().filter(line -> line.startsWith("semantics: ")).toList();
    }

    /** Runs the classes that are named; exits with 1 when one of their tests or classes fails. */
    public static void main(String[] tests) {
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        List<ClassSelector> selectors =
                Stream.of(tests).map(each -> selectClass(each)).toList();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectors)
                                .build(),
                        listener);
        listener.getSummary().printFailuresTo(new PrintWriter(System.out, true, UTF_8));
        System.exit(listener.getSummary().getTotalFailureCount() == 0 ? 0 : 1);
    }
}
