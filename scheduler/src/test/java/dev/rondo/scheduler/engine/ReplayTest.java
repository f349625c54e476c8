package dev.rondo.scheduler.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.core.protocol.Dispatch;
import dev.rondo.core.protocol.WorkerMessage;
import dev.rondo.core.state.DagPlan;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.scheduler.testing.End;
import dev.rondo.scheduler.testing.EngineHarness;
import dev.rondo.scheduler.testing.FakeWorker;
import dev.rondo.scheduler.testing.TestDag;
import dev.rondo.sdk.spec.DagSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import net.jqwik.api.sessions.JqwikSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A scheduler that reads every run from the tables again before each step decides as one that has it in memory: over
 * random DAGs, with what workers say coming in any order, late, twice or not at all.
 */
@ExtendWith(PostgresExtension.class)
class ReplayTest {

    private static final int MAX_ROUNDS = 200;

    // More than a retry's delay: what waits goes on.
    private static final Duration LATER = Duration.ofSeconds(11);

    private EngineHarness harness;

    @BeforeEach
    void open(TestDatabase database) {
        harness = new EngineHarness(database);
        harness.limits(DagPlan.LIMITS);
    }

    @AfterEach
    void close() {
        harness.close();
    }

    static Stream<Long> seeds() {
        return LongStream.rangeClosed(1, 16).boxed();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void what_is_read_from_the_tables_gives_the_decisions_of_what_is_in_memory(long seed) {
        DagSpec dag = randomDag(seed);

        List<String> remembered = play(dag, seed, false);
        List<String> reread = play(dag, seed, true);

        assertThat(remembered).hasSizeGreaterThan(1);
        assertThat(reread).isEqualTo(remembered);
    }

    private static DagSpec randomDag(long seed) {
        JqwikSession.start();
        try {
            return DagPlan.any()
                    .generator(1_000)
                    .next(new Random(seed))
                    .value()
                    .dag("random")
                    .spec();
        } finally {
            JqwikSession.finish();
        }
    }

    /** What is so after each round. */
    private List<String> play(DagSpec dag, long seed, boolean forgets) {
        harness.clean();
        harness.forget();
        harness.pool("default_pool", 100_000); // the order among equals is not decided, so nothing may wait for a slot
        harness.publish(dag, 100_000);
        FakeWorker worker = harness.worker("worker-" + forgets, 1_000);
        long run = harness.trigger(TestDag.named(dag.dagId()), "one");
        Random random = new Random(seed);
        List<WorkerMessage> said = new ArrayList<>();
        List<String> rounds = new ArrayList<>();
        int idle = 0;
        while (rounds.size() < MAX_ROUNDS && idle < 3) {
            reads(worker);
            List<Dispatch> running = inOrder(worker.running());
            rounds.add(harness.runState(run) + " " + harness.states(run) + " "
                    + running.stream()
                            .map(each -> each.taskId() + each.mapIndex())
                            .collect(Collectors.joining(",")));
            Collections.shuffle(running, random);
            for (Dispatch dispatch : running) {
                act(worker, dispatch, random, said);
                if (random.nextBoolean()) { // else it shares a batch with what comes next
                    reads(worker);
                    connectAgain(worker, forgets);
                }
            }
            if (running.isEmpty()) {
                harness.clock().advance(LATER);
                idle++;
            } else {
                idle = 0;
            }
        }
        worker.disconnect();
        return rounds;
    }

    /**
     * To a scheduler that knows nothing, or to the same one: what it says of what it runs tells of starts that were
     * lost, and a start decides what becomes of a task that is stopped.
     */
    private void connectAgain(FakeWorker worker, boolean forgets) {
        if (forgets) {
            harness.restart();
        } else {
            worker.connect(harness.engine());
        }
        reads(worker);
    }

    private void reads(FakeWorker worker) {
        do {
            harness.settle();
        } while (worker.read());
    }

    private static List<Dispatch> inOrder(List<Dispatch> running) {
        List<Dispatch> sorted = new ArrayList<>(running);
        sorted.sort(Comparator.comparing(Dispatch::taskId).thenComparingInt(Dispatch::mapIndex));
        return sorted;
    }

    private void act(FakeWorker worker, Dispatch dispatch, Random random, List<WorkerMessage> said) {
        switch (random.nextInt(10)) {
            case 0 -> worker.begin(dispatch.dispatchId());
            case 1 -> {
                worker.begin(dispatch.dispatchId());
                harness.settle();
                worker.begin(dispatch.dispatchId());
            }
            case 2 -> {
                if (!said.isEmpty()) {
                    worker.say(said.get(random.nextInt(said.size()))); // late, and a second time
                }
            }
            default -> {
                End end = end(random);
                said.add(end.of(dispatch.dispatchId(), harness.now()));
                worker.finish(dispatch.dispatchId(), end);
            }
        }
    }

    private End end(Random random) {
        return switch (random.nextInt(10)) {
            case 0, 1 -> End.failed();
            case 2 -> End.skipped();
            case 3 -> End.lookAgain(harness.now().plusSeconds(5), "{}");
            case 4 -> End.lost();
            case 5 -> End.list("[1,2,3,4,5,6,7,8]", 8);
            case 6 -> End.list("[]", 0);
            default -> End.list("[1,2]", 2);
        };
    }
}
