package dev.rondo.e2e.chaos;

import dev.rondo.e2e.chaos.Lives.Life;
import dev.rondo.e2e.chaos.Lives.Which;
import dev.rondo.e2e.chaos.Tables.Row;
import java.util.List;

/** What branches and short circuits cut off, by what their bodies said: the tables are not asked. */
final class Cuts {

    private Cuts() {}

    /** Whether the instance is not to run, whatever its trigger rule says. */
    static boolean isCut(Story story, Row row) {
        if (Kind.of(row.key().dag()) != Kind.BRANCH) {
            return false;
        }
        return switch (row.key().task()) {
            case "left" -> said(story, row, "gate").equals("right");
            case "right" -> said(story, row, "gate").equals("left");
            case "more" -> said(story, row, "enough").equals("no");
            case "tidy" ->
                isForAllBelow(row.key().dag()) && said(story, row, "enough").equals("no");
            default -> false;
        };
    }

    /** Whether the short circuit of the DAG skips all below; otherwise what follows it directly. */
    static boolean isForAllBelow(String dag) {
        return Kind.rank(dag) % 2 == 0;
    }

    private static String said(Story story, Row row, String task) {
        List<Life> lives = story.livesOf(new Which(row.key().dag(), row.key().run(), task, -1));
        return lives.isEmpty() ? "" : lives.getLast().end();
    }
}
