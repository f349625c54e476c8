package dev.rondo.e2e.chaos;

import dev.rondo.e2e.chaos.Tables.Row;
import dev.rondo.e2e.chaos.Tables.RunRow;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A mapped task has an instance for each element, and no other. */
final class Elements implements Rule {

    @Override
    public void check(Story story, Findings findings) {
        for (RunRow run : story.runs(Kind.MAPPING)) {
            each(story, run, "each", expected(run.dag()), findings);
        }
        for (RunRow run : story.runs(Kind.MAPPED_GROUP)) {
            int elements = Kind.ELEMENTS + Kind.rank(run.dag()) % 4;
            each(story, run, "per.a", elements, findings);
            each(story, run, "per.b", elements, findings);
        }
    }

    private static int expected(String dag) {
        int rank = Kind.rank(dag);
        return switch (rank % 4) {
            case 0 -> 4 + rank; // a list that a task returned
            case 1 -> 3; // a set
            case 2 -> 2; // two lists zipped, to the end of the shorter one
            default -> 6; // each of two with each of three
        };
    }

    private static boolean isAfterLoss(Story story, Row row) {
        return row.isLostTooOften() || story.before(row).stream().anyMatch(above -> isAfterLoss(story, above));
    }

    private static void each(Story story, RunRow run, String task, int elements, Findings findings) {
        List<Integer> indices = story.rows()
                .map(Row::key)
                .filter(key -> key.dag().equals(run.dag())
                        && key.run().equals(run.clean())
                        && key.task().equals(task))
                .map(Lives.Which::map)
                .sorted()
                .toList();
        findings.unless(
                indices.equals(IntStream.range(0, elements).boxed().toList()),
                "a mapped task has an instance for each element",
                run,
                task,
                indices);
        List<Row> open = Stream.of(task, "sum")
                .flatMap(id -> story.instancesOf(run.dag(), run.clean(), id).stream())
                .filter(row -> !row.state().equals("success") && !isAfterLoss(story, row))
                .toList();
        findings.unless(open.isEmpty(), "each element is a success, and what is made of them", run, open);
    }
}
