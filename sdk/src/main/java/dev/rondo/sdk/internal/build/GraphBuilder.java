package dev.rondo.sdk.internal.build;

import dev.rondo.sdk.ProblemCode;
import dev.rondo.sdk.internal.define.DagDraft;
import dev.rondo.sdk.internal.define.Edge;
import dev.rondo.sdk.internal.define.Endpoint;
import dev.rondo.sdk.internal.define.GroupDraft;
import dev.rondo.sdk.internal.define.Mapping;
import dev.rondo.sdk.internal.define.Source;
import dev.rondo.sdk.internal.define.TaskDraft;
import dev.rondo.sdk.internal.text.Nearest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Draws all lines of a DAG: by inputs, by mapping, by teardown and by word. A line to a group leads to the tasks that
 * have nothing before them inside it; so lines inside a group are drawn before lines to it.
 */
final class GraphBuilder {

    private final DagDraft dag;
    private final Problems problems;
    private final Graph graph;
    private final Map<String, Endpoint> byId = new HashMap<>();
    private final Map<GroupDraft, List<TaskDraft>> members = new HashMap<>();

    /** A line between two single ends. */
    private record Line(Endpoint from, Endpoint to, String where, int depth) {}

    GraphBuilder(DagDraft dag, Problems problems) {
        this.dag = dag;
        this.problems = problems;
        this.graph = new Graph(dag.tasks());
        for (GroupDraft group : dag.groups()) {
            byId.putIfAbsent(group.id(), new Endpoint.Whole(group));
        }
        for (TaskDraft task : dag.tasks()) {
            byId.put(task.id(), new Endpoint.One(task));
            for (GroupDraft g = task.group(); g != null; g = g.parent()) {
                members.computeIfAbsent(g, k -> new ArrayList<>()).add(task);
            }
        }
    }

    /** The graph of the DAG. */
    Graph build() {
        dag.tasks().forEach(this::drawOwn);
        List<Line> lines = new ArrayList<>();
        for (Edge edge : dag.edges()) {
            for (Endpoint from : singles(edge.from())) {
                for (Endpoint to : singles(edge.to())) {
                    lines.add(new Line(from, to, edge.where(), commonDepth(groupAround(from), groupAround(to))));
                }
            }
        }
        lines.sort(Comparator.comparingInt(Line::depth).reversed());
        lines.forEach(this::draw);
        dag.groups().forEach(this::drawMapping);
        return graph;
    }

    /** The tasks that a line to the end leads to. */
    List<TaskDraft> firstTasks(Endpoint end) {
        return singles(end).stream().flatMap(e -> ends(e, true)).toList();
    }

    private void drawOwn(TaskDraft task) {
        task.inputs().forEach(input -> drawInput(input, task));
        Mapping mapping = task.mapping();
        if (mapping != null) {
            drawAxes(mapping, task);
        }
        List<TaskDraft> setups = task.teardownOf();
        if (setups != null) {
            setups.forEach(setup -> connect(setup, task, task.where()));
        }
    }

    private void drawInput(Source<?> input, TaskDraft task) {
        switch (input) {
            case Source.Result<?> result -> connect(result.task(), task, task.where());
            case Source.Gathered<?> gathered -> gathered.parts().forEach(part -> drawInput(part, task));
            case Source.Params<?> params -> {}
            case Source.Entries<?> entries -> drawInput(entries.map(), task);
            case Source.Element<?> element -> {
                GroupDraft group = task.mappedGroup();
                if (group != null && element.mapping() == group.mapping()) {
                    drawAxes(element.mapping(), task);
                }
            }
        }
    }

    private void drawAxes(Mapping mapping, TaskDraft task) {
        for (Mapping.Axis axis : mapping.axes()) {
            if (axis instanceof Mapping.Axis.Of of) {
                drawInput(of.list(), task);
            }
        }
    }

    /** A mapped group begins when the lists it is mapped over are there. */
    private void drawMapping(GroupDraft group) {
        Mapping mapping = group.mapping();
        if (mapping != null) {
            ends(new Endpoint.Whole(group), true).toList().forEach(first -> drawAxes(mapping, first));
        }
    }

    private void draw(Line line) {
        List<TaskDraft> last = ends(line.from(), false).toList();
        List<TaskDraft> first = ends(line.to(), true).toList();
        last.forEach(from -> first.forEach(to -> connect(from, to, line.where())));
    }

    private void connect(TaskDraft from, TaskDraft to, String where) {
        if (graph.has(from) && graph.has(to)) {
            graph.connect(from, to);
            return;
        }
        TaskDraft stranger = graph.has(from) ? to : from;
        TaskDraft ours = graph.has(from) ? from : to;
        boolean sameDag = stranger.dag().id().equals(dag.id());
        problems.add(
                ProblemCode.UNKNOWN_TASK,
                ours.id(),
                where,
                "a dependency on task '" + stranger.id() + "', which was made by "
                        + (sameDag
                                ? "another call of define()"
                                : "dag '" + stranger.dag().id() + "'"),
                sameDag
                        ? "keep tasks in local variables of define(), never in fields"
                        : "a dependency stays in one DAG; to wait for another DAG's task use ExternalTaskSensor");
    }

    /** The tasks at the end of a line: those of a group with nothing before (or after) them inside it. */
    private Stream<TaskDraft> ends(Endpoint end, boolean first) {
        return switch (end) {
            case Endpoint.One one -> Stream.of(one.task());
            case Endpoint.Whole whole -> {
                List<TaskDraft> inside = members.getOrDefault(whole.group(), List.of());
                yield inside.stream()
                        .filter(task -> first ? isFirst(task, whole.group()) : isLast(task, whole.group()));
            }
            case Endpoint.Many many -> many.parts().stream().flatMap(part -> ends(part, first));
            case Endpoint.Named named -> Stream.empty(); // resolved or reported before
        };
    }

    private boolean isFirst(TaskDraft task, GroupDraft group) {
        return graph.above(task).stream().noneMatch(above -> lies(above, group));
    }

    /** A teardown is never what others wait for, and work before it is last although the teardown follows. */
    private boolean isLast(TaskDraft task, GroupDraft group) {
        return task.teardownOf() == null
                && graph.below(task).stream().noneMatch(below -> below.teardownOf() == null && lies(below, group));
    }

    private static boolean lies(TaskDraft task, GroupDraft group) {
        for (GroupDraft g = task.group(); g != null; g = g.parent()) {
            if (g == group) {
                return true;
            }
        }
        return false;
    }

    private List<Endpoint> singles(Endpoint end) {
        return switch (end) {
            case Endpoint.One one -> List.of(one);
            case Endpoint.Whole whole -> List.of(whole);
            case Endpoint.Many many ->
                many.parts().stream().flatMap(p -> singles(p).stream()).toList();
            case Endpoint.Named named -> named(named);
        };
    }

    private List<Endpoint> named(Endpoint.Named named) {
        Endpoint found = named.dag() == dag ? byId.get(named.id()) : null;
        if (found == null) {
            problems.add(
                    ProblemCode.UNKNOWN_TASK,
                    null,
                    named.where(),
                    "a dependency on '" + named.id() + "', which this dag does not define",
                    Nearest.hint(named.id(), byId.keySet(), "define it, or take the dependency out"));
            return List.of();
        }
        return List.of(found);
    }

    /** The group that an end lies in: lines to a group itself are drawn at the level around it. */
    private static @Nullable GroupDraft groupAround(Endpoint end) {
        return switch (end) {
            case Endpoint.One one -> one.task().group();
            case Endpoint.Whole whole -> whole.group().parent();
            case Endpoint.Many many -> null;
            case Endpoint.Named named -> null;
        };
    }

    /** Depth of the innermost group around both; 0: the DAG. */
    private static int commonDepth(@Nullable GroupDraft a, @Nullable GroupDraft b) {
        Map<GroupDraft, Boolean> around = new LinkedHashMap<>();
        for (GroupDraft g = a; g != null; g = g.parent()) {
            around.put(g, true);
        }
        for (GroupDraft g = b; g != null; g = g.parent()) {
            if (around.containsKey(g)) {
                return g.depth() + 1;
            }
        }
        return 0;
    }
}
