package dev.rondo.e2e.chaos;

import dev.rondo.e2e.chaos.Asked.Pause;
import dev.rondo.e2e.chaos.Tables.RunRow;
import java.time.Instant;
import java.util.List;

/**
 * The runs of a backfill begin in its direction, and none while it is paused: from the answer to the pause until it is
 * asked to go on, without any margin.
 */
final class Backfills implements Rule {

    @Override
    public void check(Story story, Findings findings) {
        for (String dag : story.dags(Kind.BACKFILLED)) {
            List<RunRow> inOrder = isBackwards(dag) ? story.runsOf(dag).reversed() : story.runsOf(dag);
            List<Instant> starts =
                    inOrder.stream().map(run -> run.moments().start()).toList();
            findings.unless(
                    starts.stream().sorted().toList().equals(starts),
                    "the runs of a backfill begin in its direction",
                    inOrder);
            for (Pause pause : story.asked().pauses()) {
                if (pause.dag().equals(dag)) {
                    for (RunRow run : inOrder) {
                        Instant start = run.moments().start();
                        findings.unless(
                                !start.isAfter(pause.from()) || !start.isBefore(pause.to()),
                                "a backfill that is paused begins no run",
                                run,
                                pause);
                    }
                }
            }
        }
    }

    static boolean isBackwards(String dag) {
        return Kind.rank(dag) % 3 == 0;
    }
}
