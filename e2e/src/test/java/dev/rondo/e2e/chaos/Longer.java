package dev.rondo.e2e.chaos;

import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;

/** Runs that are asked for one after the other, and in the end one that takes longer than is usual. */
final class Longer {

    // As many runs the deadlines look at, at most.
    private static final int BEFORE = 4;

    // More than the second that a run may take longer than is usual.
    private static final Duration MORE = Duration.ofSeconds(3);

    // The last one takes longer than all before: it does not follow one that waited for a lease to be over.
    private static final Duration QUICK = Duration.ofSeconds(10);

    /** A run that was asked for. */
    private record Last(String run, boolean isLonger) {}

    private final Database database;
    private final Map<String, Last> asked = new HashMap<>();
    private final Set<String> left = new TreeSet<>(Kind.USUAL.dags());

    /**
     * Those of a storm.
     *
     * @param database says which are over
     */
    Longer(Database database) {
        this.database = database;
    }

    /**
     * Asks for the next run of each DAG whose last one is over.
     *
     * @param trigger asks for a run of a DAG with more in the request, and gives its id
     */
    void step(BiFunction<String, Map<String, ?>, String> trigger) {
        for (String dag : List.copyOf(left)) {
            Last last = asked.get(dag);
            String state = last == null ? "" : state(dag, last.run());
            if (last != null && last.isLonger() && state.equals("success")) {
                left.remove(dag);
            } else if (last == null || Set.of("success", "failed").contains(state)) {
                asked.put(dag, next(dag, trigger));
            }
        }
    }

    private Last next(String dag, BiFunction<String, Map<String, ?>, String> trigger) {
        List<Long> before = lengths(dag);
        boolean longer = before.size() == BEFORE && Collections.max(before) < QUICK.toMillis();
        long millis = longer ? Collections.max(before) + MORE.toMillis() : 0;
        return new Last(trigger.apply(dag, Map.of("conf", Map.of("millis", millis))), longer);
    }

    private String state(String dag, String run) {
        return database.texts("select state from dag_run where dag_id = '" + dag + "' and run_id = '" + run + "'")
                .getFirst();
    }

    /** How many milliseconds the last runs took that succeeded. */
    private List<Long> lengths(String dag) {
        return database
                .texts("select round(extract(epoch from end_date - queued_at) * 1000)::bigint::text from dag_run"
                        + " where dag_id = '" + dag + "' and state = 'success' order by run_no desc limit " + BEFORE)
                .stream()
                .map(Long::valueOf)
                .toList();
    }

    /** Whether of each DAG one has taken longer. */
    boolean isOver() {
        return left.isEmpty();
    }
}
