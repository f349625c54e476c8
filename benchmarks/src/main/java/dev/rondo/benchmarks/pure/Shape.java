package dev.rondo.benchmarks.pure;

import dev.rondo.core.graph.Graph;
import dev.rondo.sdk.Dag;
import dev.rondo.sdk.TaskRef;
import dev.rondo.sdk.internal.DagSpecs;
import java.util.ArrayList;
import java.util.List;

/** Graphs of 10,000 tasks that are dear in different ways. */
public enum Shape {
    /** Each task follows the one before: whatever happens to the first concerns all. */
    CHAIN {
        @Override
        void edges(List<TaskRef<?>> tasks) {
            for (int i = 1; i < tasks.size(); i++) {
                tasks.get(i - 1).then(tasks.get(i));
            }
        }
    },
    /** One waits for all others, which may begin at once. */
    FAN {
        @Override
        void edges(List<TaskRef<?>> tasks) {
            TaskRef<?> join = tasks.getLast();
            tasks.subList(0, tasks.size() - 1).forEach(task -> task.then(join));
        }
    },
    /** A hundred rows of a hundred, each task after ten of the row before. */
    ROWS {
        @Override
        void edges(List<TaskRef<?>> tasks) {
            for (int i = WIDTH; i < tasks.size(); i++) {
                int row = i / WIDTH - 1;
                for (int of = 0; of < ABOVE; of++) {
                    tasks.get(row * WIDTH + (i + of) % WIDTH).then(tasks.get(i));
                }
            }
        }
    };

    static final int TASKS = 10_000;

    private static final int WIDTH = 100;
    private static final int ABOVE = 10;

    abstract void edges(List<TaskRef<?>> tasks);

    Graph graph() {
        Dag dag = Dag.create("of_" + TASKS);
        List<TaskRef<?>> tasks = new ArrayList<>();
        for (int i = 0; i < TASKS; i++) {
            tasks.add(dag.task("t" + i).run(() -> {}));
        }
        edges(tasks);
        return Graph.of(DagSpecs.of(dag, Shape.class.getName()));
    }
}
