package dev.rondo.e2e.chaos;

import dev.rondo.e2e.chaos.Asked.Answer;
import dev.rondo.e2e.chaos.Asked.Clear;
import dev.rondo.e2e.chaos.Asked.Mark;
import dev.rondo.e2e.chaos.Asked.Outcome;
import dev.rondo.e2e.chaos.Lives.Life;
import dev.rondo.e2e.chaos.Lives.Which;
import dev.rondo.e2e.chaos.Tables.Assets;
import dev.rondo.e2e.chaos.Tables.AtOnce;
import dev.rondo.e2e.chaos.Tables.DeadlineRow;
import dev.rondo.e2e.chaos.Tables.Event;
import dev.rondo.e2e.chaos.Tables.Interval;
import dev.rondo.e2e.chaos.Tables.Moments;
import dev.rondo.e2e.chaos.Tables.Role;
import dev.rondo.e2e.chaos.Tables.Row;
import dev.rondo.e2e.chaos.Tables.RunRow;
import dev.rondo.e2e.chaos.Tables.Slots;
import dev.rondo.e2e.chaos.Tables.Task;
import dev.rondo.e2e.chaos.Tables.TryRow;
import dev.rondo.e2e.chaos.Tables.Use;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** A story told by hand, for tests of the checker. What is said later replaces what was said before of the same. */
final class Stories {

    private static final Instant BEGIN = Instant.parse("2026-02-03T04:05:06Z");

    private final Map<String, RunRow> runs = new HashMap<>();
    private final Map<Which, Row> rows = new HashMap<>();
    private final Map<String, Map<String, Task>> dags = new HashMap<>();
    private final Map<String, Instant> ends = new HashMap<>();
    private final Map<String, Integer> pools = new HashMap<>(Map.of("default_pool", 2));
    private final List<Event> events = new ArrayList<>();
    private final List<Use> uses = new ArrayList<>();
    private final List<Use> pending = new ArrayList<>();
    private final List<DeadlineRow> deadlines = new ArrayList<>();
    private final Map<Which, String> triggered = new HashMap<>();
    private final Map<Which, List<Life>> lives = new HashMap<>();
    private final Map<String, Set<String>> callbacks = new HashMap<>();
    private final Map<String, Set<String>> asked = new HashMap<>();
    private final List<Clear> clears = new ArrayList<>();
    private final List<Answer> answers = new ArrayList<>();
    private final Map<Which, Mark> marks = new HashMap<>();
    private final Map<String, Integer> updates = new HashMap<>();
    private String dag = "";
    private String run = "";
    private long pid = 1000;

    /** What follows is said of this DAG. */
    Stories dag(String id) {
        dag = id;
        var _ = dags.computeIfAbsent(id, d -> new HashMap<>());
        return this;
    }

    /** An ordinary task under the rule {@code all_success} without retries. */
    Stories task(String id, String... upstream) {
        return task(
                new Task(id, Set.of(upstream), "all_success", 0, Role.ORDINARY, false, false, "", "warm", AtOnce.ANY));
    }

    Stories task(Task task) {
        tasks().put(task.id(), task);
        return this;
    }

    private Map<String, Task> tasks() {
        return Objects.requireNonNull(dags.get(dag));
    }

    /** The task as it was, with something else. */
    Stories task(String id, UnaryOperator<Task> change) {
        return task(change.apply(Objects.requireNonNull(tasks().get(id))));
    }

    /** What follows is said of this run of the DAG, which was asked for. */
    Stories run(String id, String state) {
        var _ = asked.computeIfAbsent(dag, d -> new TreeSet<>()).add(id);
        return run(id, state, "", "");
    }

    Stories run(String id, String state, String reason, String date) {
        run = id;
        runs.put(dag + " " + id, new RunRow(dag, id, state, reason, date, Interval.NONE, moments(0, 0, 0, 0)));
        return this;
    }

    /** End date of the DAG. */
    Stories ends(long at) {
        ends.put(dag, at(at));
        return this;
    }

    /** When the run was over. */
    Stories over(long at) {
        var _ = runs.computeIfPresent(
                dag + " " + run,
                (key, row) -> new RunRow(
                        row.dag(),
                        row.id(),
                        row.state(),
                        row.reason(),
                        row.date(),
                        row.interval(),
                        moments(0, 0, 0, at)));
        return this;
    }

    /** What the run covers. */
    Stories covers(long from, long to) {
        var _ = runs.computeIfPresent(
                dag + " " + run,
                (key, row) -> new RunRow(
                        row.dag(),
                        row.id(),
                        row.state(),
                        row.reason(),
                        row.date(),
                        new Interval(at(from), at(to)),
                        row.moments()));
        return this;
    }

    /** A run that was asked for, and is not there. */
    Stories missing(String id) {
        var _ = asked.computeIfAbsent(dag, d -> new TreeSet<>()).add(id);
        return this;
    }

    Which key(String task, int map) {
        return new Which(dag, run, task, map);
    }

    /** An instance of this state after its only try. */
    Stories row(String task, String state) {
        return row(task, -1, state);
    }

    Stories row(String task, int map, String state) {
        Which key = key(task, map);
        rows.put(
                key,
                new Row(
                        key,
                        state,
                        1,
                        0,
                        state.equals("failed") ? "exception" : "",
                        new Slots("default_pool", 1, 1),
                        "-",
                        moments(0, 0, 0, 0),
                        List.of()));
        return this;
    }

    /** The instance as it was, with something else. */
    Stories row(String task, UnaryOperator<Row> change) {
        return row(task, -1, change);
    }

    Stories row(String task, int map, UnaryOperator<Row> change) {
        var _ = rows.computeIfPresent(key(task, map), (key, row) -> change.apply(row));
        return this;
    }

    /** A body of the first try that ran from one moment to another, in a JVM of its own. */
    Stories life(String task, long from, long to, String end) {
        return life(new Life(key(task, -1), 1, pid++, from, to, end));
    }

    Stories life(Life life) {
        lives.computeIfAbsent(life.key(), k -> new ArrayList<>()).add(life);
        return this;
    }

    /** An instance that succeeded, and its body. */
    Stories done(String task, long from, long to) {
        return row(task, "success").life(task, from, to, "ok");
    }

    Stories gone(String task, int map) {
        rows.remove(key(task, map));
        lives.remove(key(task, map));
        return this;
    }

    Stories pool(int slots) {
        pools.put("default_pool", slots);
        return this;
    }

    Stories without(String task) {
        lives.remove(key(task, -1));
        return this;
    }

    Stories event(long id, String ofTask, String... names) {
        events.add(new Event(id, ofTask.isEmpty() ? "" : dag, ofTask.isEmpty() ? "" : run, ofTask, Set.of(names)));
        return this;
    }

    Stories use(long event, String ofDag, String ofRun) {
        uses.add(new Use(event, ofDag, ofRun));
        return this;
    }

    Stories waits(long event, String ofDag) {
        pending.add(new Use(event, ofDag, ""));
        return this;
    }

    Stories posted(String asset, int times) {
        updates.put(asset, times);
        return this;
    }

    Stories deadline(String name, boolean missed, String callback) {
        deadlines.removeIf(row -> row.name().equals(name));
        deadlines.add(new DeadlineRow(dag, run, name, missed, callback));
        return this;
    }

    Stories told(String deadline, String... keys) {
        callbacks.put(dag + " " + run + " " + deadline, Set.of(keys));
        return this;
    }

    Stories triggered(String task, String id) {
        triggered.put(key(task, -1), id);
        return this;
    }

    Stories clear(long at, String... tasks) {
        Set<Which> affected = new HashSet<>();
        for (String task : tasks) {
            affected.add(key(task, -1));
        }
        clears.add(new Clear(dag, run, affected, at, true));
        return this;
    }

    Stories answer(String task, Outcome outcome) {
        answers.add(new Answer(key(task, -1), outcome));
        return this;
    }

    Stories mark(String task, String state, Outcome outcome) {
        marks.put(key(task, -1), new Mark(state, outcome));
        return this;
    }

    /** Milliseconds after a fixed moment. */
    static Instant at(long millis) {
        return BEGIN.plusMillis(millis);
    }

    static Moments moments(long scheduled, long queued, long start, long end) {
        return new Moments(at(scheduled), at(queued), at(start), at(end));
    }

    static TryRow tried(int number, String reason, long queued, long end) {
        return new TryRow(number, reason, at(queued), at(end));
    }

    static Row with(Row row, Moments moments) {
        return new Row(
                row.key(),
                row.state(),
                row.tryNumber(),
                row.lost(),
                row.reason(),
                row.slots(),
                row.followed(),
                moments,
                row.before());
    }

    static Row with(Row row, int tryNumber, TryRow... before) {
        return new Row(
                row.key(),
                row.state(),
                tryNumber,
                row.lost(),
                row.reason(),
                row.slots(),
                row.followed(),
                row.moments(),
                List.of(before));
    }

    static Row because(Row row, String reason) {
        return new Row(
                row.key(),
                row.state(),
                row.tryNumber(),
                row.lost(),
                reason,
                row.slots(),
                row.followed(),
                row.moments(),
                row.before());
    }

    static Row ranked(Row row, int priority) {
        return new Row(
                row.key(),
                row.state(),
                row.tryNumber(),
                row.lost(),
                row.reason(),
                new Slots(row.slots().pool(), row.slots().count(), priority),
                row.followed(),
                row.moments(),
                row.before());
    }

    static Row following(Row row, String followed) {
        return new Row(
                row.key(),
                row.state(),
                row.tryNumber(),
                row.lost(),
                row.reason(),
                row.slots(),
                followed,
                row.moments(),
                row.before());
    }

    static Task retried(Task task, int retries) {
        return new Task(
                task.id(),
                task.upstream(),
                task.rule(),
                retries,
                task.role(),
                task.silent(),
                task.mapped(),
                task.group(),
                task.isolation(),
                task.atOnce());
    }

    static Task under(Task task, String rule) {
        return new Task(
                task.id(),
                task.upstream(),
                rule,
                task.retries(),
                task.role(),
                task.silent(),
                task.mapped(),
                task.group(),
                task.isolation(),
                task.atOnce());
    }

    static Task isolated(Task task, String isolation) {
        return new Task(
                task.id(),
                task.upstream(),
                task.rule(),
                task.retries(),
                task.role(),
                task.silent(),
                task.mapped(),
                task.group(),
                isolation,
                task.atOnce());
    }

    static Task silent(Task task) {
        return new Task(
                task.id(),
                task.upstream(),
                task.rule(),
                task.retries(),
                task.role(),
                true,
                task.mapped(),
                task.group(),
                task.isolation(),
                task.atOnce());
    }

    static Task atOnce(Task task, int perRun, int perDag) {
        return new Task(
                task.id(),
                task.upstream(),
                task.rule(),
                task.retries(),
                task.role(),
                task.silent(),
                task.mapped(),
                task.group(),
                task.isolation(),
                new AtOnce(perRun, perDag));
    }

    /** What the checker finds in it. */
    List<String> violations() {
        Tables tables = new Tables(
                List.copyOf(runs.values()),
                rows,
                dags,
                ends,
                pools,
                new Assets(events, uses, pending),
                deadlines,
                triggered);
        Asked all = new Asked(asked, clears, answers, marks, updates, Map.of());
        return Checker.violations(new Story(tables, new Lives(lives, callbacks), all));
    }
}
