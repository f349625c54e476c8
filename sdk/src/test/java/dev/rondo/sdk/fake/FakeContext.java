package dev.rondo.sdk.fake;

import dev.rondo.sdk.Asset;
import dev.rondo.sdk.AssetAlias;
import dev.rondo.sdk.AssetEvent;
import dev.rondo.sdk.AssetRef;
import dev.rondo.sdk.Connection;
import dev.rondo.sdk.DagRuns;
import dev.rondo.sdk.DataInterval;
import dev.rondo.sdk.LookState;
import dev.rondo.sdk.TaskContext;
import dev.rondo.sdk.TaskFailure;
import dev.rondo.sdk.TypeOf;
import dev.rondo.sdk.data.Data;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** The context of the task {@code t} in a daily run of 1 January 2026 in Berlin. */
public final class FakeContext implements TaskContext {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final ZonedDateTime DAY = ZonedDateTime.of(2026, 1, 1, 0, 0, 0, 0, BERLIN);

    private final ConcurrentMap<String, String> templates = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Object> pushed = new ConcurrentHashMap<>();
    private final Deque<Runnable> onCancel = new ArrayDeque<>();
    private final FakeLog log = new FakeLog();
    private Instant now = Instant.parse("2026-01-02T05:00:00Z");
    private Instant firstLook = now;
    private @Nullable LookState lookState;
    private @Nullable DagRuns dagRuns;
    private final Map<String, Connection> connections = new ConcurrentHashMap<>();
    private List<Path> classPath = List.of();
    private Optional<String> traceparent = Optional.empty();
    private boolean cancelled;

    /** Makes templates of this name render to the text. */
    public FakeContext template(String name, String text) {
        templates.put(name, text);
        return this;
    }

    /** Lets time pass. */
    public FakeContext pass(Duration time) {
        now = now.plus(time);
        return this;
    }

    /** Sets the clock. */
    public FakeContext now(Instant moment) {
        now = moment;
        return this;
    }

    /** What the last look left. */
    public FakeContext lookState(@Nullable LookState state) {
        lookState = state;
        return this;
    }

    /** The server that is asked about runs. */
    public FakeContext dagRuns(DagRuns runs) {
        dagRuns = runs;
        return this;
    }

    /** Adds a connection. */
    public FakeContext connection(Connection connection) {
        connections.put(connection.id(), connection);
        return this;
    }

    /** The DAG's jar. */
    public FakeContext classPath(List<Path> files) {
        classPath = files;
        return this;
    }

    /** Cancels the try. */
    public synchronized void cancel() {
        cancelled = true;
        while (!onCancel.isEmpty()) {
            onCancel.pop().run();
        }
    }

    /** Lines that were logged: level and text. */
    public List<String> logged() {
        return log.lines();
    }

    /** The log, to wait for a line. */
    public FakeLog fakeLog() {
        return log;
    }

    @Override
    public String dagId() {
        return "d";
    }

    @Override
    public String taskId() {
        return "t";
    }

    @Override
    public String runId() {
        return "scheduled__2026-01-01T23:00:00+00:00";
    }

    @Override
    public String runType() {
        return "scheduled";
    }

    @Override
    public ZoneId zone() {
        return BERLIN;
    }

    @Override
    public ZonedDateTime logicalDate() {
        return DAY;
    }

    @Override
    public Optional<ZonedDateTime> findLogicalDate() {
        return Optional.of(DAY);
    }

    @Override
    public DataInterval dataInterval() {
        return new DataInterval(DAY, DAY.plusDays(1));
    }

    @Override
    public Optional<DataInterval> findDataInterval() {
        return Optional.of(dataInterval());
    }

    @Override
    public ZonedDateTime runAfter() {
        return DAY.plusDays(1);
    }

    @Override
    public int tryNumber() {
        return 1;
    }

    @Override
    public int maxTries() {
        return 1;
    }

    @Override
    public int mapIndex() {
        return -1;
    }

    @Override
    public String idempotencyKey() {
        return "d/" + runId() + "/t/-1/1";
    }

    @Override
    public Optional<String> traceparent() {
        return traceparent;
    }

    /** The span of the try from now on. */
    public FakeContext traceparent(String span) {
        traceparent = Optional.of(span);
        return this;
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public <P extends Record> P params(Class<P> type) {
        throw new IllegalArgumentException("this DAG has no params");
    }

    @Override
    public Map<String, Object> conf() {
        return Map.of();
    }

    @Override
    public void xcomPush(String key, Object value) {
        pushed.put(key, value);
    }

    @Override
    public <T> Optional<T> xcomPull(String taskId, Class<T> type) {
        return Optional.empty();
    }

    @Override
    public <T> Optional<T> xcomPull(String taskId, TypeOf<T> type) {
        return Optional.empty();
    }

    @Override
    public <T> Optional<T> xcomPull(String taskId, String key, Class<T> type) {
        return taskId.equals("t") ? Optional.ofNullable(pushed.get(key)).map(type::cast) : Optional.empty();
    }

    @Override
    public <T> Optional<T> xcomPull(String taskId, String key, TypeOf<T> type) {
        return Optional.empty();
    }

    @Override
    public void assetEvent(Asset outlet, Map<String, Object> extra) {
        throw new IllegalArgumentException("this task has no outlets");
    }

    @Override
    public void assetEvent(AssetAlias outlet, Asset asset, Map<String, Object> extra) {
        throw new IllegalArgumentException("this task has no outlets");
    }

    @Override
    public List<AssetEvent> triggeringAssetEvents() {
        return List.of();
    }

    @Override
    public List<AssetEvent> inletEvents(AssetRef inlet, int limit) {
        throw new IllegalArgumentException("this task has no inlets");
    }

    @Override
    public Optional<String> variable(String key) {
        return Optional.empty();
    }

    @Override
    public <T> Optional<T> variable(String key, Class<T> type) {
        return Optional.empty();
    }

    @Override
    public Connection connection(String id) {
        Connection known = connections.get(id);
        if (known == null) {
            throw new NoSuchElementException("no connection '" + id + "'");
        }
        return known;
    }

    @Override
    public Data data() {
        throw new IllegalStateException("this test has no files to share");
    }

    @Override
    public DagRuns dagRuns() {
        if (dagRuns == null) {
            throw new IllegalStateException("this test has no runs to ask about");
        }
        return dagRuns;
    }

    @Override
    public System.Logger log() {
        return log;
    }

    @Override
    public synchronized boolean isCancelled() {
        return cancelled;
    }

    @Override
    public void onCancel(Runnable action) {
        synchronized (this) {
            if (!cancelled) {
                onCancel.push(action);
                return;
            }
        }
        action.run();
    }

    @Override
    public String render(String template) {
        String rendered = template;
        for (Map.Entry<String, String> known : new ArrayList<>(templates.entrySet())) {
            rendered = rendered.replace("{{ " + known.getKey() + " }}", known.getValue());
        }
        return rendered;
    }

    @Override
    public Optional<LookState> lookState() {
        return Optional.ofNullable(lookState);
    }

    @Override
    public Instant firstLookAt() {
        return firstLook;
    }

    @Override
    public Optional<TaskFailure> failure() {
        return Optional.empty();
    }

    @Override
    public List<Path> classPath() {
        return classPath;
    }
}
