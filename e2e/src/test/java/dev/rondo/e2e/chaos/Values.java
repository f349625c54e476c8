package dev.rondo.e2e.chaos;

import dev.rondo.e2e.chaos.Lives.Life;
import dev.rondo.e2e.chaos.Tables.Row;
import dev.rondo.e2e.chaos.Tables.RunRow;
import java.util.List;
import java.util.stream.IntStream;

/** What a task returned is what those below it are given: each element its own, and what sums them up all in order. */
final class Values implements Rule {

    @Override
    public void check(Story story, Findings findings) {
        for (RunRow run : story.runs(Kind.MAPPING)) {
            List<String> expected = elements(run.dag());
            if (isOfSet(run.dag())) {
                List<String> found = given(story, run, "each");
                findings.unless(
                        !isWhole(story, run, "each")
                                || found.stream().sorted().toList().equals(expected),
                        "an element is given its value",
                        run,
                        found);
                summed(story, run, "each", "sum", found, findings);
            } else {
                elements(story, run, "each", expected, findings);
                summed(story, run, "each", "sum", expected, findings);
            }
        }
        for (RunRow run : story.runs(Kind.MAPPED_GROUP)) {
            List<String> expected = numbers(0, Kind.ELEMENTS + Kind.rank(run.dag()) % 4);
            elements(story, run, "per.a", expected, findings);
            elements(story, run, "per.b", expected, findings);
            summed(story, run, "per.b", "sum", expected, findings);
        }
        for (RunRow run : story.runs(Kind.CLEARED)) {
            elements(story, run, "b", numbers(1, 4), findings);
            summed(story, run, "b", "c", numbers(1, 4), findings);
        }
    }

    private static List<String> elements(String dag) {
        int rank = Kind.rank(dag);
        return switch (rank % 4) {
            case 0 -> numbers(0, 4 + rank);
            case 1 -> numbers(1, 4);
            case 2 -> List.of("0a", "1b");
            default -> List.of("1a", "1b", "1c", "2a", "2b", "2c");
        };
    }

    /** Whether they have no order of their own. */
    private static boolean isOfSet(String dag) {
        return Kind.rank(dag) % 4 == 1;
    }

    private static List<String> numbers(int from, int before) {
        return IntStream.range(from, before).mapToObj(String::valueOf).toList();
    }

    private static void elements(Story story, RunRow run, String task, List<String> expected, Findings findings) {
        for (Row row : story.instancesOf(run.dag(), run.clean(), task)) {
            int map = row.key().map();
            if (row.state().equals("success") && map >= 0) {
                findings.unless(
                        map < expected.size() && given(story, row).equals(expected.get(map)),
                        "an element is given its value",
                        row.key(),
                        given(story, row));
            }
        }
    }

    /** Of each element counts what it returned: its number without the letter. */
    private static void summed(
            Story story, RunRow run, String task, String sum, List<String> elements, Findings findings) {
        String expected = String.join(
                "+",
                elements.stream()
                        .map(element -> element.replaceAll("[a-z]", ""))
                        .toList());
        for (Row row : story.instancesOf(run.dag(), run.clean(), sum)) {
            if (row.state().equals("success") && isWhole(story, run, task)) {
                findings.unless(
                        given(story, row).equals(expected),
                        "what is returned is given to what takes it, in its order",
                        row.key(),
                        given(story, row),
                        "of",
                        expected);
            }
        }
    }

    private static boolean isWhole(Story story, RunRow run, String task) {
        return story.instancesOf(run.dag(), run.clean(), task).stream()
                .allMatch(row -> row.state().equals("success"));
    }

    private static List<String> given(Story story, RunRow run, String task) {
        return story.instancesOf(run.dag(), run.clean(), task).stream()
                .map(row -> given(story, row))
                .toList();
    }

    private static String given(Story story, Row row) {
        List<Life> lives = story.livesOf(row.key());
        return lives.isEmpty() ? "" : lives.getLast().given();
    }
}
