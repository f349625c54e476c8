package dev.rondo.testkit;

import dev.rondo.core.asset.AssetLeaf;
import dev.rondo.core.protocol.Dispatch;
import dev.rondo.core.state.NoPast;
import dev.rondo.core.state.RunState;
import dev.rondo.core.state.RunView.PastRun;
import dev.rondo.core.timetable.DataInterval;
import dev.rondo.sdk.AssetEvent;
import dev.rondo.sdk.AssetRef;
import dev.rondo.sdk.Connection;
import dev.rondo.sdk.DagDefinition;
import dev.rondo.sdk.DagFamily;
import dev.rondo.sdk.DagInvalidException;
import dev.rondo.sdk.DagRuns;
import dev.rondo.sdk.data.Data;
import dev.rondo.sdk.internal.xcom.XComType;
import dev.rondo.testkit.play.AssetEvents;
import dev.rondo.testkit.play.DagUnderTest;
import dev.rondo.testkit.play.Moment;
import dev.rondo.testkit.play.Play;
import dev.rondo.testkit.play.PlayListener;
import dev.rondo.testkit.play.PlaySetup;
import dev.rondo.testkit.play.PrintedOutput;
import dev.rondo.testkit.play.RunPlan;
import dev.rondo.testkit.play.Values;
import dev.rondo.testkit.play.VirtualClock;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs a DAG, or one task of it, in a unit test: in this process, without a server, and in no time, as retries and
 * sensors wait by a clock of the test's own.
 *
 * <pre>{@code
 * @Test
 * void a_good_model_is_pushed() {
 *     TestRun run = RondoTest.of(new Census())
 *             .date("2026-01-01")
 *             .given("count_rows", new Rows(1_000))
 *             .run()
 *             .requireSuccess();
 *
 *     assertThat(run.result("train", Model.class).auc()).isGreaterThan(0.9);
 *     assertThat(run.state("alarm")).isEqualTo("skipped");
 * }
 * }</pre>
 *
 * <p>What decides is what decides in production: the same state machine, timetables, templates and encoding of results,
 * and {@code define()} is called anew for each task. What is left out: pools and limits (bodies run one after another,
 * the heaviest first), JVMs of their own and their heaps, and the enforcement of execution timeouts on the body itself;
 * {@link #takes} plays a slow task.
 *
 * <p>Mutable, for one test and one thread. Each call of {@link #run()}, {@link #runTask} or {@link #runs} plays anew.
 */
public final class RondoTest {

    // For runs without any date: a day without a clock change anywhere.
    private static final Instant DEFAULT_CLOCK = Instant.parse("2026-01-01T00:00:00Z");

    private final DagUnderTest dag;
    private final Map<String, String> variables = new HashMap<>();
    private final Map<String, String> connections = new HashMap<>();
    private final Map<String, Fake> fakes = new HashMap<>();
    private final Map<String, Object> given = new HashMap<>();
    private final Map<String, Duration> durations = new HashMap<>();
    private final Set<String> breakpoints = new HashSet<>();
    private final List<AssetEvent> triggering = new ArrayList<>();
    private final Map<AssetLeaf, List<AssetEvent>> earlier = new HashMap<>();
    private DagRuns dagRuns = new FakeDagRuns();
    private @Nullable Path dataFolder;
    private String conf = "{}";
    private @Nullable Instant date;
    private @Nullable Instant clock;

    private RondoTest(DagUnderTest dag) {
        this.dag = dag;
    }

    /**
     * A test of the DAG that the definition makes.
     *
     * @throws DagInvalidException with everything that is wrong with the DAG
     */
    public static RondoTest of(DagDefinition definition) {
        return new RondoTest(DagUnderTest.of(
                definition.getClass().getName(),
                () -> List.of(definition.define()),
                null,
                code(definition.getClass())));
    }

    /**
     * A test of one of the DAGs that the family makes.
     *
     * @throws DagInvalidException with everything that is wrong with the DAG
     * @throws NoSuchElementException when the family has no such DAG
     */
    public static RondoTest of(DagFamily family, String dagId) {
        return new RondoTest(
                DagUnderTest.of(family.getClass().getName(), family::define, dagId, code(family.getClass())));
    }

    /** Lets {@code ctx.data()} be that folder. Default: one for this test, which is gone when the JVM ends. */
    public RondoTest data(Path folder) {
        dataFolder = folder;
        return this;
    }

    /** What tasks see as {@code ctx.data()}: for files that they are to find, and those that they left. */
    public Data data() {
        return TestData.in(dataFolder());
    }

    /**
     * Runs the whole DAG for a date; short for {@code of(definition).date(date).run()}.
     *
     * @throws DagInvalidException with everything that is wrong with the DAG
     */
    public static TestRun run(DagDefinition definition, String date) {
        return of(definition).date(date).run();
    }

    private static DagUnderTest.Code code(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        List<Path> classPath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.isEmpty())
                .map(Path::of)
                .toList();
        return new DagUnderTest.Code(loader == null ? ClassLoader.getSystemClassLoader() : loader, classPath);
    }

    /**
     * The logical date of the run: it is the run that the schedule makes for that date, or a manual one where the
     * schedule has none. Not said: a manual run without a date.
     *
     * @param text {@code 2026-01-01} or {@code 2026-01-01T06:00} in the zone of the DAG, or with an offset
     */
    public RondoTest date(String text) {
        date = moment(text);
        return this;
    }

    /**
     * The moment at which the run begins. Not said: as soon as the run may begin.
     *
     * @param text as for {@link #date}
     */
    public RondoTest clock(String text) {
        clock = moment(text);
        return this;
    }

    private Instant moment(String text) {
        return Moment.parse(text, ZoneId.of(dag.graph().spec().timezone()));
    }

    /** What the run was triggered with; goes over the params. */
    public RondoTest conf(Map<String, Object> values) {
        conf = XComType.ofValue(values).encode(values);
        return this;
    }

    /** The params of the run, all of them. */
    public RondoTest params(Record params) {
        conf = XComType.of(params.getClass()).encode(params);
        return this;
    }

    /** A variable. */
    public RondoTest variable(String key, String value) {
        variables.put(key, value);
        return this;
    }

    /** Updates of assets that the run is made for, oldest first. */
    public RondoTest triggeredBy(AssetEvent... events) {
        triggering.addAll(List.of(events));
        return this;
    }

    /** Earlier updates of an inlet, newest first. */
    public RondoTest inletEvents(AssetRef inlet, AssetEvent... events) {
        earlier.put(AssetLeaf.of(inlet), List.of(events));
        return this;
    }

    /**
     * A connection in its URI form, such as {@code postgres://user:password@host:5432/db}.
     *
     * @throws IllegalArgumentException when it cannot be read
     */
    public RondoTest connection(String id, String uri) {
        connections.put(id, Connection.ofUri(id, uri).toUri());
        return this;
    }

    /**
     * The task is not called, and is taken to have returned this. Of a mapped task: a list with one value for each of
     * its instances; of a branch: a constant of its enum; of an approval: the answer.
     *
     * @throws NoSuchElementException when the DAG has no such task
     */
    public RondoTest given(String taskId, Object result) {
        int ignored = dag.requireTask(taskId);
        given.put(taskId, result);
        return this;
    }

    /**
     * The fake is called instead of the task's body, also for its retries and each of its instances.
     *
     * @throws NoSuchElementException when the DAG has no such task
     */
    public RondoTest replace(String taskId, Fake fake) {
        int ignored = dag.requireTask(taskId);
        fakes.put(taskId, fake);
        return this;
    }

    /**
     * Each try of the task takes so long by the clock of the test; unless said, none takes any time. A try that takes
     * longer than the task's execution timeout fails of it.
     *
     * @throws NoSuchElementException when the DAG has no such task
     */
    public RondoTest takes(String taskId, Duration time) {
        int ignored = dag.requireTask(taskId);
        durations.put(taskId, time);
        return this;
    }

    /** What bodies see of other DAGs and runs; unless said, an empty {@link FakeDagRuns}, which takes every trigger. */
    public RondoTest dagRuns(DagRuns others) {
        dagRuns = others;
        return this;
    }

    /**
     * Stops the run before the first instance of each of these tasks begins; {@link TestRun#resume} goes on.
     *
     * @throws NoSuchElementException when the DAG has no such task
     */
    public RondoTest stopBefore(String... taskIds) {
        for (String taskId : taskIds) {
            int ignored = dag.requireTask(taskId);
            breakpoints.add(taskId);
        }
        return this;
    }

    /**
     * Runs the DAG until the run is over, a breakpoint is reached, or it waits for what no time brings.
     *
     * @throws IllegalArgumentException when conf, params or a given result do not fit the DAG
     */
    public TestRun run() {
        return new TestRun(play(plan(), null, NoPast.INSTANCE, null, null)).resume();
    }

    /**
     * Runs one task alone, whatever its rules say, with its retries and all its instances. What it receives must be
     * {@linkplain #given given}; the other tasks are taken to have ended well.
     *
     * @throws NoSuchElementException when the DAG has no such task
     * @throws IllegalArgumentException when an input is not given, and as {@link #run()}
     */
    public TestRun runTask(String taskId) {
        int task = dag.requireTask(taskId);
        Set<String> missing = new TreeSet<>(dag.resultsNeededBy(task));
        missing.removeAll(given.keySet());
        missing.removeAll(fakes.keySet());
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException("task '" + taskId + "' takes what " + missing
                    + " return; say it with given(\"" + missing.iterator().next() + "\", …)");
        }
        PlaySetup.Only only = new PlaySetup.Only(taskId, -1);
        return new TestRun(play(plan(), null, NoPast.INSTANCE, null, only)).resume();
    }

    /**
     * Runs the DAG for each date that its schedule has from the first to the last one, one run after another, each when
     * it is due or the one before is over. A run that waits for the past (the one before it failed, and its tasks
     * depend on that) is left waiting, as it would be.
     *
     * @param first as for {@link #date}; included
     * @param last included: a date alone means that day's runs
     * @throws IllegalArgumentException as {@link #run()}
     */
    public List<TestRun> runs(String first, String last) {
        ZoneId zone = ZoneId.of(dag.graph().spec().timezone());
        List<RunPlan> plans = RunPlan.between(dag, moment(first), Moment.endOf(last, zone), conf);
        List<TestRun> all = new ArrayList<>();
        Before before = new Before(dag.graph());
        Instant now = clock == null ? Instant.MIN : clock;
        Dispatch.PrevSuccess success = null;
        for (RunPlan plan : plans) {
            now = now.isAfter(plan.runAfter()) ? now : plan.runAfter();
            TestRun run = new TestRun(play(plan, now, before.of(plan), success, null)).resume();
            all.add(run);
            before.add(plan, run.model());
            now = run.now();
            DataInterval interval = plan.interval();
            if (run.model().runState() == RunState.SUCCESS && interval != null) {
                success = new Dispatch.PrevSuccess(plan.logicalDate(), interval.start(), interval.end());
            }
        }
        return List.copyOf(all);
    }

    private Path dataFolder() {
        Path folder = dataFolder;
        if (folder == null) {
            folder = TestData.temporary();
            dataFolder = folder;
        }
        return folder;
    }

    private RunPlan plan() {
        return date == null
                ? RunPlan.undated(dag, clock == null ? DEFAULT_CLOCK : clock, conf)
                : RunPlan.dated(dag, date, conf);
    }

    private Play play(
            RunPlan plan,
            @Nullable Instant start,
            PastRun past,
            Dispatch.@Nullable PrevSuccess success,
            PlaySetup.@Nullable Only only) {
        Instant begins = start != null ? start : clock != null ? clock : plan.runAfter();
        Givens givens = Givens.of(dag, given, fakes);
        PlaySetup setup = new PlaySetup(
                variables,
                connections,
                Map.of(),
                new AssetEvents(triggering, earlier),
                Map.of(),
                givens.answers(),
                durations,
                breakpoints,
                only,
                dagRuns,
                TestData.root(dataFolder()),
                PlayListener.NONE,
                PrintedOutput.INSTANCE);
        return new Play(
                dag.replacing(givens.bodies()), plan, setup, new VirtualClock(begins), past, success, new Values());
    }

    @Override
    public String toString() {
        return "RondoTest[" + dag.graph().spec().dagId() + ", date " + date + ", conf " + conf + "]";
    }
}
