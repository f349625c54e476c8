package dev.rondo.e2e.chaos;

import dev.rondo.e2e.chaos.Asked.Clear;
import dev.rondo.e2e.chaos.Lives.Life;
import dev.rondo.e2e.chaos.Lives.Which;
import dev.rondo.e2e.chaos.Tables.Row;
import java.util.List;

/** What was cleared runs again, and what is below it after it. */
final class Clears implements Rule {

    @Override
    public void check(Story story, Findings findings) {
        for (Clear clear : story.asked().clears()) {
            for (Which key : clear.affected()) {
                for (Which instance : instances(story, key)) {
                    List<Life> lives = story.livesOf(instance);
                    findings.unless(
                            !lives.isEmpty() && lives.getLast().from() > clear.at(),
                            "what is cleared runs again",
                            instance,
                            lives);
                }
            }
        }
        // Of the others what is above may be cleared alone.
        story.rows()
                .filter(row -> Kind.of(row.key().dag()) == Kind.CLEARED)
                .filter(row -> withAllBelow(row.key().dag()))
                .forEach(row -> after(story, row, findings));
    }

    /** What was not mapped yet when it was cleared is the elements now. */
    private static List<Which> instances(Story story, Which cleared) {
        List<Which> elements = story.instancesOf(cleared.dag(), cleared.run(), cleared.task()).stream()
                .map(Row::key)
                .toList();
        return story.instance(cleared) == null && !elements.isEmpty() ? elements : List.of(cleared);
    }

    /** Whether tasks of the DAG are cleared together with all below; otherwise alone. */
    static boolean withAllBelow(String dag) {
        return Kind.rank(dag) % 2 == 0;
    }

    private static void after(Story story, Row row, Findings findings) {
        List<Life> lives = story.livesOf(row.key());
        for (Row before : story.before(row)) {
            List<Life> above = story.livesOf(before.key());
            findings.unless(
                    lives.isEmpty()
                            || above.isEmpty()
                            || above.getLast().to() <= lives.getLast().from(),
                    "what is below what is cleared runs after it",
                    above,
                    lives);
        }
    }
}
