package dev.rondo.e2e.chaos;

import dev.rondo.e2e.chaos.Tables.Row;
import dev.rondo.e2e.chaos.Tables.Slots;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What is stored of the DAGs, and what their instances take, is what is written in their source. */
final class AsWritten {

    private AsWritten() {}

    /** All that is wrong. */
    static List<String> violations(Tables tables, Set<String> dags, long seed) {
        Findings findings = new Findings();
        findings.unless(
                tables.dags().keySet().equals(dags),
                "each DAG is there",
                tables.dags().keySet(),
                "of",
                dags);
        for (String dag : tables.dags().keySet()) {
            Map<String, Task> written = Written.tasks(dag, seed);
            Map<String, Task> stored = Objects.requireNonNull(tables.dags().get(dag));
            Set<String> ids = new HashSet<>(written.keySet());
            ids.addAll(stored.keySet());
            for (String id : ids) {
                findings.unless(
                        Objects.equals(written.get(id), stored.get(id)),
                        "a task is stored as it is written",
                        dag,
                        String.valueOf(written.get(id)),
                        String.valueOf(stored.get(id)));
            }
            findings.unless(
                    Written.limits(dag).equals(tables.limits().get(dag)),
                    "a DAG has the limits that are written",
                    dag,
                    Written.limits(dag),
                    String.valueOf(tables.limits().get(dag)));
        }
        for (Row row : tables.instances().values()) {
            Map<String, Task> written = Written.tasks(row.key().dag(), seed);
            Task task = written.get(row.key().task());
            findings.unless(
                    task != null
                            && row.slots()
                                    .equals(new Slots(
                                            task.share().pool(), task.share().slots(), weight(task, written))),
                    "an instance takes and weighs what is written",
                    row.key(),
                    row.slots());
        }
        return findings.all();
    }

    /** Unless it counts alone, with the weights of all below, each once. */
    private static int weight(Task task, Map<String, Task> all) {
        if (task.share().weightRule().equals("absolute")) {
            return task.share().weight();
        }
        Set<String> below = new HashSet<>();
        collect(task.id(), all, below);
        return task.share().weight()
                + below.stream()
                        .mapToInt(id ->
                                Objects.requireNonNull(all.get(id)).share().weight())
                        .sum();
    }

    private static void collect(String id, Map<String, Task> all, Set<String> below) {
        all.values().stream()
                .filter(task -> task.upstream().contains(id) && below.add(task.id()))
                .map(Task::id)
                .toList()
                .forEach(next -> collect(next, all, below));
    }
}
