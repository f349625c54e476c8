package dev.rondo.testkit.play;

import dev.rondo.core.graph.Graph;
import dev.rondo.core.timetable.CronExpression;
import dev.rondo.core.timetable.Timetables;
import dev.rondo.runtime.host.DagSource;
import dev.rondo.runtime.host.HostMessage;
import dev.rondo.runtime.parse.ICalHolidays;
import dev.rondo.runtime.parse.RunsAhead;
import dev.rondo.runtime.parse.ScheduleCheck;
import dev.rondo.sdk.CustomTimetable;
import dev.rondo.sdk.Dag;
import dev.rondo.sdk.DagInvalidException;
import dev.rondo.sdk.DefaultArgs;
import dev.rondo.sdk.internal.Bodies;
import dev.rondo.sdk.internal.DagSpecs;
import dev.rondo.sdk.internal.SpecJson;
import dev.rondo.sdk.internal.TaskBody;
import dev.rondo.sdk.internal.define.BodyCode;
import dev.rondo.sdk.internal.text.Nearest;
import dev.rondo.sdk.spec.DagSpec;
import dev.rondo.sdk.spec.InputSpec;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A DAG that is played: its graph, and its code, defined anew for each try as workers do. */
public final class DagUnderTest implements DagSource {

    private final String className;
    private final Define define;
    private final Code code;
    private final Graph graph;
    private final @Nullable CustomTimetable timetable;
    private final Map<String, BodyCode> replaced;

    /** Calls the author's {@code define()}. */
    @FunctionalInterface
    public interface Define {
        List<Dag> define() throws Exception;
    }

    /** What classes are loaded with, and the jars that a body hands to a process of its own. */
    public record Code(ClassLoader loader, List<Path> classPath) {
        public Code {
            classPath = List.copyOf(classPath);
        }
    }

    private DagUnderTest(
            String className,
            Define define,
            Code code,
            Graph graph,
            @Nullable CustomTimetable timetable,
            Map<String, BodyCode> replaced) {
        this.className = className;
        this.define = define;
        this.code = code;
        this.graph = graph;
        this.timetable = timetable;
        this.replaced = replaced;
    }

    /**
     * The DAG, checked as when its jar is loaded.
     *
     * @param className name of the class that defines it, for messages
     * @param dagId which of several; null: there is one
     * @throws DagInvalidException with everything that is wrong with the DAG
     * @throws IllegalStateException when two calls of {@code define()} give two graphs, or {@code define()} threw
     * @throws NoSuchElementException when the class defines no DAG of that id
     */
    public static DagUnderTest of(String className, Define define, @Nullable String dagId, Code code) {
        List<Dag> first = defined(className, define);
        List<Dag> second = defined(className, define);
        int index = indexOf(className, first, dagId);
        DagSpecs.Checked checked = check(first.get(index), className, code);
        DagSpec spec = checked.spec().orElseThrow(() -> new DagInvalidException(checked.errors()));
        DagSpec again = second.size() != first.size()
                ? null
                : check(second.get(index), className, code).spec().orElse(null);
        if (again == null || !SpecJson.write(spec).equals(SpecJson.write(again))) {
            throw new IllegalStateException("define() of " + className + " must give the same graph each time, and two"
                    + " calls gave two; take out what changes: the clock, chance, the order of a HashMap, files, the"
                    + " network");
        }
        ScheduleCheck.problem(spec, Timetables.Stored.NOTHING, Instant.EPOCH).ifPresent(problem -> {
            throw new DagInvalidException(List.of(problem));
        });
        return new DagUnderTest(
                className,
                define,
                code,
                Graph.of(spec),
                DagSpecs.customTimetable(first.get(index)).orElse(null),
                Map.of());
    }

    private static List<Dag> defined(String className, Define define) {
        try {
            return define.define();
        } catch (RuntimeException e) {
            throw e; // as the author's own code threw it, so that the test shows it
        } catch (Exception e) {
            throw new IllegalStateException("define() of " + className + " threw " + e, e);
        }
    }

    private static int indexOf(String className, List<Dag> dags, @Nullable String dagId) {
        Map<String, Integer> byId = new LinkedHashMap<>();
        for (int i = 0; i < dags.size(); i++) {
            byId.put(Bodies.of(dags.get(i)).dagId(), i);
        }
        if (dagId == null && dags.size() == 1) {
            return 0;
        }
        Integer found = dagId == null ? null : byId.get(dagId);
        if (found == null) {
            throw new NoSuchElementException(className + " defines " + byId.keySet()
                    + (dagId == null ? "; say which" : " and no '" + dagId + "'"));
        }
        return found;
    }

    private static DagSpecs.Checked check(Dag dag, String className, Code code) {
        return DagSpecs.check(
                dag, className, DefaultArgs.create(), CronExpression::problemOf, new ICalHolidays(code.loader()));
    }

    /** The same with other bodies for some tasks. */
    public DagUnderTest replacing(Map<String, BodyCode> bodies) {
        return new DagUnderTest(className, define, code, graph, timetable, Map.copyOf(bodies));
    }

    /** The same with another graph of the same tasks. */
    DagUnderTest withGraph(Graph changed) {
        return new DagUnderTest(className, define, code, changed, timetable, replaced);
    }

    public Graph graph() {
        return graph;
    }

    DagSpec spec() {
        return graph.spec();
    }

    /**
     * What the DAG's timetable class tells of a stretch of time, both ends included; nothing where it has none.
     *
     * @throws IllegalStateException when an answer of it cannot be used
     */
    Timetables.Stored told(Instant first, Instant last) {
        return told(own -> RunsAhead.between(own, ZoneId.of(spec().timezone()), first, last));
    }

    /** The same for the runs after a moment. */
    Timetables.Stored toldAfter(Instant moment) {
        return told(own -> RunsAhead.ask(own, spec(), moment, moment));
    }

    private interface Question {
        Timetables.Stored ask(CustomTimetable timetable) throws RunsAhead.UnusableAnswerException;
    }

    private Timetables.Stored told(Question question) {
        try {
            return timetable == null ? Timetables.Stored.NOTHING : question.ask(timetable);
        } catch (RunsAhead.UnusableAnswerException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    boolean isReplaced(String taskId) {
        return replaced.containsKey(taskId);
    }

    /**
     * The number of a task.
     *
     * @throws NoSuchElementException when the DAG has none of that id; the message says what it has
     */
    public int requireTask(String taskId) {
        return graph.find(taskId)
                .orElseThrow(() -> new NoSuchElementException("dag '" + spec().dagId() + "' has no task '" + taskId
                        + "'; "
                        + Nearest.hint(
                                taskId,
                                spec().tasks().stream().map(t -> t.taskId()).toList(),
                                "it has "
                                        + spec().tasks().stream()
                                                .map(t -> t.taskId())
                                                .toList())));
    }

    /** The tasks whose results a task cannot do without. */
    public Set<String> resultsNeededBy(int task) {
        Set<String> needed = new LinkedHashSet<>();
        for (InputSpec input : graph.task(task).inputs()) {
            switch (input) {
                case InputSpec.Result result -> {
                    if (!result.optional()) {
                        needed.add(result.taskId());
                    }
                }
                case InputSpec.Element element ->
                    graph.sources(task).stream()
                            .forEach(source -> needed.add(graph.task(source).taskId()));
                case InputSpec.Gathered gathered -> {}
                case InputSpec.Params params -> {}
            }
        }
        return needed;
    }

    /** The body of a task, defined anew. */
    public TaskBody body(String taskId) {
        return define().require(taskId);
    }

    @Override
    public Bodies bodies(HostMessage.Run run) {
        return define();
    }

    private Bodies define() {
        String dagId = spec().dagId();
        return defined(className, define).stream()
                .map(dag -> Bodies.of(dag, replaced))
                .filter(bodies -> bodies.dagId().equals(dagId))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException(
                        "class " + className + " does not define dag '" + dagId + "' any more"));
    }

    @Override
    public ClassLoader loader(HostMessage.Run run) {
        return code.loader();
    }

    @Override
    public List<Path> classPath(HostMessage.Run run) {
        return code.classPath();
    }
}
