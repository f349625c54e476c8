package dev.rondo.e2e.chaos;

import dev.rondo.e2e.chaos.Lives.Life;
import dev.rondo.e2e.chaos.Tables.Assets;
import dev.rondo.e2e.chaos.Tables.Event;
import dev.rondo.e2e.chaos.Tables.Row;
import dev.rondo.e2e.chaos.Tables.RunRow;
import dev.rondo.e2e.chaos.Tables.Use;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Each update of an asset is there once, and goes into one run of each DAG that follows, made when it was due. */
final class Updates implements Rule {

    @Override
    public void check(Story story, Findings findings) {
        made(story, findings);
        read(story, findings);
        posted(story, findings);
        Map<Long, Event> events =
                story.tables().assets().events().stream().collect(Collectors.toMap(Event::id, event -> event));
        for (String dag : story.tables().dags().keySet()) {
            if (Kind.of(dag) == Kind.CONSUMER || RunsMade.followsAssets(dag)) {
                used(story.tables().assets(), dag, findings);
                due(story, dag, events, findings);
            }
        }
    }

    private static void made(Story story, Findings findings) {
        for (RunRow run : story.runs(Kind.PRODUCER)) {
            boolean success = story.instancesOf(run.dag(), run.clean(), "make").stream()
                    .allMatch(row -> row.state().equals("success"));
            long events = story.tables().assets().events().stream()
                    .filter(event -> event.dag().equals(run.dag())
                            && event.run().equals(run.id())
                            && event.task().equals("make"))
                    .count();
            findings.unless(
                    events == (success ? 1 : 0), "a success updates its asset once, nothing else does", run, events);
        }
    }

    private static void read(Story story, Findings findings) {
        for (RunRow run : story.runs(Kind.PRODUCER)) {
            for (Row row : story.instancesOf(run.dag(), run.clean(), "after")) {
                List<Life> lives = story.livesOf(row.key());
                findings.unless(
                        !row.state().equals("success")
                                || !lives.isEmpty() && lives.getLast().given().equals("own"),
                        "a task finds the update of the task above it among those that it takes in",
                        row,
                        lives);
            }
        }
    }

    private static void posted(Story story, Findings findings) {
        Map<String, Long> posted = story.tables().assets().events().stream()
                .filter(event -> event.dag().isEmpty())
                .flatMap(event -> event.names().stream())
                .collect(Collectors.groupingBy(name -> name, Collectors.counting()));
        Set<String> names = new HashSet<>(posted.keySet());
        names.addAll(story.asked().updates().keySet());
        for (String name : names) {
            long there = posted.getOrDefault(name, 0L);
            int sure = story.asked().updates().getOrDefault(name, 0);
            int most = sure + story.asked().maybeUpdates().getOrDefault(name, 0);
            findings.unless(
                    there >= sure && there <= most,
                    "what is posted is there once",
                    name,
                    there,
                    "of",
                    sure,
                    "to",
                    most);
        }
    }

    private static void used(Assets assets, String dag, Findings findings) {
        Set<String> names = new HashSet<>(names(dag));
        for (Event event : assets.events()) {
            if (event.names().stream().anyMatch(names::contains)) {
                long times = uses(assets.uses(), dag, event) + uses(assets.pending(), dag, event);
                findings.unless(times == 1, "an update goes into one run, or waits for it", dag, event, times);
            }
        }
    }

    private static long uses(List<Use> uses, String dag, Event event) {
        return uses.stream()
                .filter(use -> use.event() == event.id() && use.dag().equals(dag))
                .count();
    }

    private static void due(Story story, String dag, Map<Long, Event> events, Findings findings) {
        Assets assets = story.tables().assets();
        for (RunRow run : story.runsOf(dag)) {
            if (RunsMade.followsAssets(dag) && !run.date().isEmpty()) {
                continue; // made by its schedule
            }
            List<Use> ofRun = assets.uses().stream()
                    .filter(use -> use.dag().equals(dag) && use.run().equals(run.id()))
                    .toList();
            findings.unless(holds(dag, ofRun, events), "a run is made when its expression holds", run, ofRun);
        }
        List<Use> waiting = assets.pending().stream()
                .filter(use -> use.dag().equals(dag))
                .filter(use -> !cameBesides(story, dag, events.get(use.event())))
                .toList();
        findings.unless(!holds(dag, waiting, events), "a run is made once its expression holds", dag, waiting);
    }

    /**
     * Whether it came when a run of the DAG was called for already and was not made yet, because there was no place for
     * it: then it waits for the next one and calls for none, as in Airflow.
     */
    private static boolean cameBesides(Story story, String dag, @Nullable Event event) {
        return event != null
                && story.runsOf(dag).stream()
                        .filter(run -> run.date().isEmpty())
                        .map(RunRow::moments)
                        .anyMatch(run -> run.scheduled().isBefore(event.at())
                                && !run.queued().isBefore(event.at()));
    }

    private static boolean holds(String dag, List<Use> uses, Map<Long, Event> events) {
        Set<String> updated = uses.stream()
                .flatMap(use -> Optional.ofNullable(events.get(use.event())).stream())
                .flatMap(event -> event.names().stream())
                .collect(Collectors.toSet());
        return Kind.of(dag) == Kind.CONSUMER && Kind.rank(dag) % 4 == 1
                ? updated.containsAll(names(dag))
                : names(dag).stream().anyMatch(updated::contains);
    }

    /** What the DAG waits for: of the second of four both together, of the third either. */
    private static List<String> names(String dag) {
        if (RunsMade.followsAssets(dag)) {
            return List.of(posted(2));
        }
        int producer = Kind.number(dag) - 1;
        return switch (Kind.rank(dag) % 4) {
            case 1, 2 -> List.of("asset_" + producer, posted(Kind.rank(dag)));
            case 3 -> List.of("alias_" + producer);
            default -> List.of("asset_" + producer);
        };
    }

    /** The asset that only posts update, of the DAG of that rank. */
    static String posted(int rank) {
        return "posted_" + rank;
    }
}
