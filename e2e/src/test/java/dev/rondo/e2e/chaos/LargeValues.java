package dev.rondo.e2e.chaos;

import dev.rondo.e2e.chaos.Lives.Life;
import dev.rondo.e2e.chaos.Lives.Which;
import dev.rondo.e2e.chaos.Tables.Row;
import dev.rondo.e2e.chaos.Tables.RunRow;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A value that is too large to be told with the end of its try arrives as it was written, by the last body that wrote
 * it: no two bodies write the same, so one of a try that failed or was lost is known.
 */
final class LargeValues implements Rule {

    @Override
    public void check(Story story, Findings findings) {
        for (RunRow run : story.runs(Kind.LARGE)) {
            arrived(findings, of(story, run, "write"), of(story, run, "read"), run, "read");
            arrived(findings, of(story, run, "list"), parts(story, run, 0), run, "each");
            arrived(findings, parts(story, run, 1), of(story, run, "all"), run, "all");
        }
    }

    private static void arrived(Findings findings, String written, String read, RunRow run, String by) {
        findings.unless(
                written.isEmpty() || read.isEmpty() || written.equals(read),
                "a large value arrives as it was written",
                run,
                by,
                written,
                read);
    }

    /** How many bodies were given such a value. */
    static long read(Story story) {
        return story.runs(Kind.LARGE).stream()
                .flatMap(run -> Stream.of(of(story, run, "read"), parts(story, run, 0), of(story, run, "all")))
                .filter(given -> !given.isEmpty())
                .count();
    }

    private static String of(Story story, RunRow run, String task) {
        Row row = story.instance(new Which(run.dag(), run.clean(), task, -1));
        return row == null ? "" : given(story, row);
    }

    /** What the elements were given, or what they wrote; empty unless each of them says it. */
    private static String parts(Story story, RunRow run, int part) {
        List<String> all = story.instancesOf(run.dag(), run.clean(), "each").stream()
                .map(row -> given(story, row))
                .toList();
        return all.contains("")
                ? ""
                : all.stream().map(each -> each.split("/", -1)[part]).collect(Collectors.joining("+"));
    }

    private static String given(Story story, Row row) {
        List<Life> lives = story.livesOf(row.key());
        return row.state().equals("success") && !lives.isEmpty()
                ? lives.getLast().given()
                : "";
    }
}
