package dev.rondo.e2e.chaos;

import dev.rondo.e2e.chaos.Lives.Life;
import dev.rondo.e2e.chaos.Tables.Row;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a body said is in the log of its try, from its first line to its last one, once: of each body that came to its
 * end and was not lost after it. A worker ships the rest of a log when it is there again, so the files are waited for.
 */
final class Logs {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofMillis(500);

    private static final Pattern FILE = Pattern.compile(
            ".*dag_id=([^/]+)/run_id=[^/]+/task_id=([^/]+)/map_index=(-?\\d+)/attempt=(\\d+)\\.\\d+\\.log");

    private static final Pattern SAID = Pattern.compile("body (?:from|until) \\d+");

    private final Path folder;

    /** Those that lie in a folder. */
    Logs(Path folder) {
        this.folder = folder;
    }

    /** What is not as it is to be once all has been shipped. */
    List<String> violations(Story story) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        List<String> found = violationsNow(story);
        while (!found.isEmpty() && System.nanoTime() < end) {
            LockSupport.parkNanos(LOOK.toNanos());
            found = violationsNow(story);
        }
        return found;
    }

    List<String> violationsNow(Story story) {
        Findings findings = new Findings();
        Map<String, List<String>> said = said();
        story.lives().filter(life -> isWhole(story, life)).forEach(life -> {
            List<String> lines = said.getOrDefault(place(life), List.of()).stream()
                    .filter(line -> line.equals("body from " + life.from()) || line.equals("body until " + life.to()))
                    .toList();
            findings.unless(
                    lines.equals(List.of("body from " + life.from(), "body until " + life.to())),
                    "a log is complete to its last line",
                    place(life),
                    "the body from " + life.from() + " until " + life.to() + ", in JVM " + life.jvm(),
                    lines);
        });
        return findings.all();
    }

    /** What was lost after its end was not told, and is done again: what its worker had not heard is lost with it. */
    private static boolean isWhole(Story story, Life life) {
        Row row = story.instance(life.key());
        return row != null
                && !life.end().isEmpty()
                && !life.end().equals("look") // those of a watch are in no log
                && (row.lostIn(life.tryNumber()) == 0
                        || life.equals(story.livesOf(life.key()).stream()
                                .filter(one -> one.tryNumber() == life.tryNumber())
                                .toList()
                                .getLast()));
    }

    private static String place(Life life) {
        return String.join(
                " ",
                life.key().dag(),
                life.key().task(),
                Integer.toString(life.key().map()),
                "try",
                Integer.toString(life.tryNumber()));
    }

    /** What bodies said, by the place of the log: those of all runs together, since no two say the same. */
    private Map<String, List<String>> said() {
        Map<String, List<String>> said = new HashMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted().toList()) {
                Matcher place = FILE.matcher(file.toString());
                if (place.matches()) {
                    said.merge(
                            String.join(
                                    " ",
                                    decoded(place.group(1)),
                                    decoded(place.group(2)),
                                    place.group(3),
                                    "try",
                                    place.group(4)),
                            saidIn(file),
                            (some, more) ->
                                    Stream.concat(some.stream(), more.stream()).toList());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the logs", e);
        }
        return said;
    }

    private static List<String> saidIn(Path file) throws IOException {
        return SAID.matcher(Files.readString(file))
                .results()
                .map(found -> found.group())
                .toList();
    }

    private static String decoded(String name) {
        return URLDecoder.decode(name, StandardCharsets.UTF_8);
    }
}
