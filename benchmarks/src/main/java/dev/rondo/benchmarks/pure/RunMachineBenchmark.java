package dev.rondo.benchmarks.pure;

import dev.rondo.core.graph.Graph;
import dev.rondo.core.state.Decision;
import dev.rondo.core.state.RunEvent;
import dev.rondo.core.state.RunEvent.Outcome;
import dev.rondo.core.state.RunFacts;
import dev.rondo.core.state.RunMachine;
import dev.rondo.core.state.RunModel;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What the state machine takes to decide, and memory to follow it, in runs of graphs of 10,000 tasks. */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class RunMachineBenchmark {

    private static final Instant NOW = Instant.parse("2026-11-29T00:00:00Z");

    /** A run that has not begun, anew for each measurement. */
    @State(Scope.Thread)
    public static class Queued {

        /** The shape of its graph. */
        @Param
        public @Nullable Shape shape;

        private @Nullable Graph graph;
        private @Nullable RunModel run;

        /** Builds the graph. */
        @Setup(Level.Trial)
        public void build() {
            graph = Objects.requireNonNull(shape).graph();
        }

        /** Makes the run. */
        @Setup(Level.Invocation)
        public void create() {
            run = RunModel.create(Objects.requireNonNull(graph), RunFacts.UNDATED);
        }
    }

    /** A run of which one task is being executed, the next one for each measurement. */
    @State(Scope.Thread)
    public static class Running {

        /** The shape of its graph. */
        @Param
        public @Nullable Shape shape;

        private int[] order = {};
        private @Nullable Graph graph;
        private @Nullable RunModel run;
        private int next;
        private @Nullable RunEvent end;

        /** Builds the graph. */
        @Setup(Level.Trial)
        public void build() {
            Graph built = Objects.requireNonNull(shape).graph();
            graph = built;
            order = built.order().toArray();
            next = order.length;
        }

        /** Lets the next task begin; when there is none, makes another run first. */
        @Setup(Level.Invocation)
        public void begin() {
            if (next == order.length) {
                run = RunModel.create(Objects.requireNonNull(graph), RunFacts.UNDATED);
                var _ = on(Objects.requireNonNull(run), new RunEvent.RunStarted());
                next = 0;
            }
            RunModel started = Objects.requireNonNull(run);
            int task = order[next++];
            var _ = on(started, new RunEvent.Dispatched(task, -1, next));
            var _ = on(started, new RunEvent.Started(task, -1, next, NOW));
            end = new RunEvent.Ended(task, -1, next, Outcome.Succeeded.PLAIN, NOW);
        }
    }

    private static List<Decision> on(RunModel run, RunEvent event) {
        List<Decision> decisions = RunMachine.on(run.graph(), run, event, NOW);
        run.apply(decisions);
        return decisions;
    }

    /** A run starts: each of its tasks is looked at. */
    @Benchmark
    public List<Decision> evaluation(Queued queued) {
        return on(Objects.requireNonNull(queued.run), new RunEvent.RunStarted());
    }

    /** A task ends well: its own state, those it makes ready, and the run's when it was the last. */
    @Benchmark
    public List<Decision> completion(Running running) {
        return on(Objects.requireNonNull(running.run), Objects.requireNonNull(running.end));
    }
}
