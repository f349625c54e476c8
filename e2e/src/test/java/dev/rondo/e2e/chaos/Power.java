package dev.rondo.e2e.chaos;

import dev.rondo.e2e.chaos.Asked.Answer;
import dev.rondo.e2e.chaos.Asked.Clear;
import dev.rondo.e2e.chaos.Asked.Mark;
import dev.rondo.e2e.chaos.Asked.Outcome;
import dev.rondo.e2e.chaos.Faults.Fault;
import dev.rondo.e2e.chaos.Faults.Sort;
import dev.rondo.e2e.chaos.Lives.Life;
import dev.rondo.e2e.chaos.Tables.Row;
import dev.rondo.e2e.chaos.Tables.RunRow;
import dev.rondo.e2e.chaos.Tables.TryRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** What a storm was able to show: rules that nothing came near would be kept by anything. */
final class Power {

    private static final String TASKS_OF_A_RUN = "active tasks of a run of catchup";

    // Those of which it is certain that more would be taken if it were not for them.
    private static final Set<String> LIMITS = Set.of(
            "slots of pool default_pool",
            "slots of pool narrow",
            "slots of pool ranked",
            "slots of pool wide",
            "running runs of catchup",
            "running runs of sequential",
            "running runs of continuous",
            "running runs of a backfill of backfilled",
            TASKS_OF_A_RUN,
            "active elements of a task in a run of mapping",
            "active instances of a task of a DAG of catchup");

    // Those that the storm can press on once more, other than what a schedule makes once.
    private static final Set<String> POOLS =
            Set.of("slots of pool default_pool", "slots of pool narrow", "slots of pool ranked", "slots of pool wide");

    private final Story story;
    private final Set<Sort> sorts;
    private final Map<String, Integer> full;

    /**
     * Of a storm that is over.
     *
     * @param sorts what could be done to processes
     * @param full in how many looks each limit was full
     */
    Power(Story story, Set<Sort> sorts, Map<String, Integer> full) {
        this.story = story;
        this.sorts = sorts;
        this.full = new TreeMap<>(full);
    }

    /** Whether there was a look at each pool that found it full. */
    static boolean isCrowded(Map<String, Integer> full) {
        return full.keySet().containsAll(POOLS);
    }

    /** Whether there was a look at a run that had as many active tasks as it may have. */
    static boolean isBusy(Map<String, Integer> full) {
        return full.containsKey(TASKS_OF_A_RUN);
    }

    /**
     * What it cannot have shown; empty when it had power over all rules. Nothing here is left to chance: a schedule or
     * a backfill brings it about for certain, or the storm goes on until it came about.
     */
    List<String> lacks() {
        Findings lacks = new Findings();
        lacks.unless(lost() > 0, "a kill hits a body");
        lacks.unless(lostAsleep() > 0, "a worker sleeps through its lease and loses what it holds");
        for (Sort sort : sorts) {
            lacks.unless(story.faults().all().stream().anyMatch(fault -> fault.sort() == sort), "a fault", sort);
        }
        lacks.unless(Ranks.decided(story) > 0, "a greater weight goes first while both wait");
        lacks.unless(story.asked().clears().stream().anyMatch(Clear::acknowledged), "a clear is accepted");
        lacks.unless(answered() > 0, "an answer is accepted");
        Set<Marks.Sort> marked = Marks.accepted(story.asked().marks());
        for (Marks.Sort sort : Marks.Sort.values()) {
            lacks.unless(marked.contains(sort), "a mark is accepted", sort);
        }
        lacks.unless(!story.asked().updates().isEmpty(), "an update is posted");
        for (String limit : new TreeSet<>(LIMITS)) {
            lacks.unless(full.getOrDefault(limit, 0) > 0, "a limit is reached", limit);
        }
        lacks.unless(LargeValues.read(story) > 0, "a large value is read");
        for (String dag : Kind.FILLED.dags()) {
            lacks.unless(
                    !Filled.isCancelled(dag) || story.runsOf(dag).stream().anyMatch(Filled::wasCancelled),
                    "a backfill is cancelled before its end",
                    dag);
        }
        for (String dag : Kind.CLOCK.dags()) {
            lacks.unless(
                    TimesOfDay.areOnBothSides(story, dag),
                    "a run may begin before a time of day, and one after it",
                    dag);
        }
        for (String dag : Kind.USUAL.dags()) {
            Set<String> missed = LaterThanUsual.missed(story, dag);
            lacks.unless(missed.containsAll(LaterThanUsual.MISSED), "a run takes longer than usual", dag, missed);
        }
        for (String dag : Kind.BRANCH.dags()) {
            Set<String> words = story.lives()
                    .filter(life -> life.key().dag().equals(dag))
                    .map(Life::end)
                    .collect(Collectors.toSet());
            lacks.unless(
                    words.containsAll(Set.of("yes", "no", "left", "right")), "a branch goes all its ways", dag, words);
        }
        for (String dag : Kind.allDags()) {
            lacks.unless(!story.spansOf(dag).isEmpty(), "each DAG runs", dag);
        }
        return lacks.all();
    }

    private long count(Sort sort) {
        return story.faults().all().stream()
                .filter(fault -> fault.sort() == sort)
                .count();
    }

    private List<TryRow> losses() {
        return story.rows()
                .map(Row::before)
                .flatMap(List::stream)
                .filter(TryRow::isLost)
                .toList();
    }

    private long lost() {
        return losses().size();
    }

    /** For how many milliseconds a worker was dead at most when it was given what was lost. */
    private long toTheDead() {
        return losses().stream()
                .flatMapToLong(one -> story.faults().nanosAlive(one).stream())
                .map(alive -> Math.max(0, TimeUnit.NANOSECONDS.toMillis(-alive)))
                .max()
                .orElse(0);
    }

    private long lostAsleep() {
        List<Fault> sleeps = story.faults().of(Sort.FROZEN, Kills.WORKERS);
        return losses().stream()
                .filter(one -> sleeps.stream()
                        .anyMatch(sleep -> sleep.process().equals(one.worker())
                                && story.faults().nanos(one.end()) > sleep.from()
                                && story.faults().nanos(one.queued()) < sleep.from()))
                .count();
    }

    /** How many bodies ended while their worker slept and were told by it too late: their tries run again. */
    private long refused() {
        return story.rows()
                .flatMap(row -> story.livesOf(row.key()).stream()
                        .filter(life -> !life.end().isEmpty() && row.lostIn(life.tryNumber()) > 0)
                        .filter(life -> story.faults().slept(life.jvm().parent(), life.from(), life.to())))
                .count();
    }

    private long answered() {
        return story.asked().answers().stream()
                .map(Answer::outcome)
                .filter(Outcome.ACCEPTED::equals)
                .count();
    }

    private long marked() {
        return story.asked().marks().values().stream()
                .map(Mark::outcome)
                .filter(Outcome.ACCEPTED::equals)
                .count();
    }

    /** All of it in figures. */
    String words() {
        List<Fault> killed = new ArrayList<>(story.faults().of(Sort.KILLED, Kills.WORKERS));
        long unended = story.lives().map(Life::end).filter(String::isEmpty).count();
        return story.tables().runs().size() + " runs, " + story.rows().count() + " instances, "
                + story.lives().count() + " bodies (" + unended + " did not end by themselves); killed "
                + killed.size() + " workers with "
                + killed.stream().mapToInt(Fault::bodies).sum() + " bodies, "
                + story.faults().of(Sort.KILLED, Kills.SCHEDULERS).size() + " schedulers; frozen "
                + story.faults().of(Sort.FROZEN, Kills.WORKERS).stream()
                        .map(fault -> "a worker with " + fault.bodies() + " bodies")
                        .collect(Collectors.joining(", "))
                + "; " + count(Sort.CUT_OFF) + " times a worker cut off, " + count(Sort.DISCONNECTED)
                + " times all connections to the database, " + count(Sort.WITHOUT_DATABASE)
                + " times PostgreSQL killed, " + count(Sort.WITHOUT_WEBSERVER) + " times the webserver, "
                + count(Sort.WITHOUT_DAG_PROCESSOR) + " times the DAG processor, "
                + count(Sort.FULL_DATABASE) + " times its disk full, " + count(Sort.FULL_LOGS) + " times that of logs"
                + "; tries lost " + lost() + ", given to the dead for up to " + toTheDead() + " ms, of the frozen "
                + lostAsleep() + ", ends refused " + refused()
                + "; clears " + story.asked().clears().size() + ", answers accepted " + answered() + ", marks "
                + marked() + ", pauses " + story.asked().pauses().size() + ", updates "
                + story.tables().assets().events().size() + "; pairs of weights " + Ranks.decided(story)
                + "; looks with a full limit " + full + "; runs by kind " + runsByKind();
    }

    private Map<String, Long> runsByKind() {
        return Arrays.stream(Kind.values())
                .collect(Collectors.toMap(
                        Kind::label,
                        kind -> story.runs(kind).stream().map(RunRow::id).count(),
                        (one, same) -> one,
                        TreeMap::new));
    }
}
