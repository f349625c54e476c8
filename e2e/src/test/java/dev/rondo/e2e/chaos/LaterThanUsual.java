package dev.rondo.e2e.chaos;

import dev.rondo.e2e.chaos.Lives.Which;
import dev.rondo.e2e.chaos.Tables.DeadlineRow;
import dev.rondo.e2e.chaos.Tables.Row;
import dev.rondo.e2e.chaos.Tables.RunRow;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A deadline that is later than usual is due by how long the last runs before took that succeeded, and not there while
 * these are too few. No run of these DAGs is asked for before the last one is over.
 */
final class LaterThanUsual implements Rule {

    /** Those that a run misses which takes three seconds longer than the longest before. */
    static final Set<String> MISSED = Set.of("average", "longest", "a middle");

    private static final Duration EXTRA = Duration.ofSeconds(1);
    private static final Duration WIDE = Duration.ofHours(1);

    /** How long a run before took from being queued, and how long until the end of its task. */
    private record Past(Duration run, Duration task) {}

    @Override
    public void check(Story story, Findings findings) {
        for (String dag : story.dags(Kind.USUAL)) {
            List<Past> before = new ArrayList<>();
            for (RunRow run : inOrder(story, dag)) {
                Row a = story.instance(new Which(dag, run.clean(), "a", -1));
                // One that fails misses what is yet to be due as well, and says nothing of what is usual.
                if (run.state().equals("success") && a != null) {
                    Instant queued = run.moments().queued();
                    Instant end = a.moments().end();
                    check(story, run, end, due(queued, before), findings);
                    before.addFirst(
                            new Past(Duration.between(queued, run.moments().end()), Duration.between(queued, end)));
                }
            }
        }
    }

    private static List<RunRow> inOrder(Story story, String dag) {
        return story.runsOf(dag).stream()
                .sorted(Comparator.comparing(run -> run.moments().scheduled()))
                .toList();
    }

    private static void check(Story story, RunRow run, Instant end, Map<String, Instant> due, Findings findings) {
        Map<String, DeadlineRow> rows = Deadlines.of(story, run).stream()
                .collect(Collectors.toMap(DeadlineRow::name, Function.identity(), (one, same) -> one));
        findings.unless(
                due.keySet().containsAll(rows.keySet()), "nothing is usual of too few runs", run, rows.keySet());
        due.forEach((name, at) -> {
            DeadlineRow row = rows.get(name);
            if (row == null) {
                findings.unless(!end.isAfter(at), "what takes longer than usual is missed", run, name, at, end);
            } else {
                findings.unless(row.missed(), "a run that is over has no open deadline", run, row);
                findings.unless(row.due().equals(at), "what is later than usual is due by what was usual", row, at);
                findings.unless(
                        end.isAfter(at) || Deadlines.isClose(story, end, at),
                        "what takes no longer than usual misses nothing",
                        row,
                        end);
                Deadlines.told(story, run, row, findings);
            }
        });
    }

    /** When each deadline of a run is due, by those before it, the newest first. */
    private static Map<String, Instant> due(Instant queued, List<Past> before) {
        Map<String, Instant> due = new TreeMap<>();
        if (before.size() >= 3) {
            due.put("average", after(queued, average(last(3, before, Past::run)), EXTRA));
        }
        if (before.size() >= 2) {
            due.put("longest", after(queued, Collections.max(last(4, before, Past::run)), EXTRA));
        }
        if (!before.isEmpty()) {
            due.put("a middle", after(queued, middle(last(3, before, Past::task)), EXTRA));
            due.put("wide", after(queued, before.getFirst().run(), WIDE));
        }
        return due;
    }

    private static List<Duration> last(int runs, List<Past> before, Function<Past, Duration> span) {
        return before.stream().limit(runs).map(span).toList();
    }

    private static Instant after(Instant queued, Duration usual, Duration extra) {
        return queued.plus(usual).plus(extra).truncatedTo(ChronoUnit.MICROS);
    }

    private static Duration average(List<Duration> spans) {
        long sum = spans.stream().mapToLong(Duration::toNanos).sum();
        return Duration.ofNanos(sum / spans.size());
    }

    /** The shortest that half of them do not exceed. */
    private static Duration middle(List<Duration> spans) {
        return spans.stream().sorted().toList().get((spans.size() - 1) / 2);
    }

    /** Which deadlines some run of the DAG missed. */
    static Set<String> missed(Story story, String dag) {
        return story.tables().deadlines().stream()
                .filter(row -> row.dag().equals(dag) && row.missed())
                .map(DeadlineRow::name)
                .collect(Collectors.toSet());
    }
}
