package dev.rondo.runtime.host;

import dev.rondo.core.dispatch.XComSize;
import dev.rondo.core.protocol.Ask;
import dev.rondo.core.protocol.Dispatch;
import dev.rondo.core.protocol.WorkerMessage;
import dev.rondo.runtime.data.DataRoot;
import dev.rondo.runtime.data.TryData;
import dev.rondo.runtime.log.TaskLog;
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
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonValue;
import dev.rondo.sdk.internal.template.Template;
import dev.rondo.sdk.internal.template.TemplateException;
import dev.rondo.sdk.internal.template.TemplateScope;
import dev.rondo.sdk.internal.template.TemplateValue;
import dev.rondo.sdk.internal.xcom.XComException;
import dev.rondo.sdk.internal.xcom.XComType;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What a body may ask and do, for one try. */
final class TryContext implements TaskContext {

    // As long as Airflow's.
    private static final int MAX_NAME = 250;

    /** Most characters of one XCom, encoded; larger data belongs into a file or table that the XCom names. */
    static final int MAX_XCOM_CHARS = XComSize.MAX_CHARS;

    private final Dispatch dispatch;
    private final ZoneId zone;
    private final TaskLog log;
    private final Questions questions;
    private final BooleanSupplier cancelled;
    private final InstantSource clock;
    private final Instant begunAt;
    private final List<Path> classPath;
    private final Map<String, String> pushed = Collections.synchronizedMap(new LinkedHashMap<>());
    private final Deque<Runnable> onCancel = new ArrayDeque<>();
    private final @Nullable TaskFailure failure;
    private final TryData data;
    private @Nullable TemplateScope templateScope;
    private @Nullable Class<? extends Record> paramsType;
    private TryAssets assets;
    private boolean cancelTold;
    private boolean over;

    TryContext(
            HostMessage.Run run,
            TaskLog log,
            Questions questions,
            BooleanSupplier cancelled,
            InstantSource clock,
            List<Path> classPath,
            @Nullable TaskFailure failure,
            DataRoot dataRoot) {
        this.dispatch = run.dispatch();
        this.zone = ZoneId.of(run.dispatch().run().timezone());
        this.log = log;
        this.questions = questions;
        this.cancelled = cancelled;
        this.clock = clock;
        this.begunAt = clock.instant().truncatedTo(ChronoUnit.MICROS);
        this.classPath = List.copyOf(classPath);
        this.failure = failure;
        this.assets = new TryAssets(run.dispatch().taskId(), List.of(), List.of(), questions);
        this.data = new TryData(dataRoot, questions::connection);
    }

    @Override
    public String dagId() {
        return dispatch.dagId();
    }

    @Override
    public String taskId() {
        return dispatch.taskId();
    }

    @Override
    public String runId() {
        return dispatch.runId();
    }

    @Override
    public String runType() {
        return dispatch.run().runType();
    }

    @Override
    public ZoneId zone() {
        return zone;
    }

    @Override
    public ZonedDateTime logicalDate() {
        return findLogicalDate()
                .orElseThrow(() -> new IllegalStateException(
                        "run '" + runId() + "' has no logical date; use findLogicalDate() where there may be none"));
    }

    @Override
    public Optional<ZonedDateTime> findLogicalDate() {
        return Optional.ofNullable(dispatch.run().logicalDate()).map(at -> at.atZone(zone));
    }

    @Override
    public DataInterval dataInterval() {
        return findDataInterval()
                .orElseThrow(() -> new IllegalStateException(
                        "run '" + runId() + "' has no data interval; use findDataInterval() where there may be none"));
    }

    @Override
    public Optional<DataInterval> findDataInterval() {
        Instant start = dispatch.run().dataIntervalStart();
        Instant end = dispatch.run().dataIntervalEnd();
        return start == null || end == null
                ? Optional.empty()
                : Optional.of(new DataInterval(start.atZone(zone), end.atZone(zone)));
    }

    @Override
    public ZonedDateTime runAfter() {
        return dispatch.run().runAfter().atZone(zone);
    }

    @Override
    public int tryNumber() {
        return dispatch.tryNumber();
    }

    @Override
    public int maxTries() {
        return dispatch.maxTries();
    }

    @Override
    public int mapIndex() {
        return dispatch.mapIndex();
    }

    @Override
    public String idempotencyKey() {
        String event = dispatch.callbackKey();
        if (event == null && dispatch.callback() != null) { // of a scheduler that names no events yet
            event = dispatch.runNo() + "/" + taskId() + "/" + mapIndex() + "/" + tryNumber() + "/"
                    + dispatch.callback();
        }
        String within =
                event == null ? dispatch.runNo() + "/" + taskId() + "/" + mapIndex() + "/" + tryNumber() : event;
        return dagId() + "/" + runId() + "/" + within;
    }

    @Override
    public Optional<String> traceparent() {
        return Optional.ofNullable(dispatch.traceparent());
    }

    @Override
    public Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    @Override
    public <P extends Record> P params(Class<P> type) {
        Class<? extends Record> declared = paramsType;
        if (declared == null) {
            throw new IllegalArgumentException("dag '" + dagId() + "' has no params; give it some with dag.params(new "
                    + type.getSimpleName() + "(…))");
        }
        if (declared != type) {
            throw new IllegalArgumentException(
                    "the params of dag '" + dagId() + "' are a " + declared.getName() + ", not a " + type.getName());
        }
        return decode(dispatch.run().params(), type, "the params of run '" + runId() + "'");
    }

    /** The params of the DAG are of this type. Until this is said, it has none. */
    void paramsAre(Class<? extends Record> type) {
        paramsType = type;
    }

    @Override
    public Map<String, Object> conf() {
        Object conf = XComType.of(new TypeOf<Map<String, Object>>() {}.type())
                .decode(dispatch.run().conf());
        @SuppressWarnings("unchecked") // decoded as exactly this type one line above
        Map<String, Object> typed = (Map<String, Object>) conf;
        return typed == null ? Map.of() : typed;
    }

    @Override
    public void xcomPush(String key, Object value) {
        if (key.equals("return_value")) {
            throw new IllegalArgumentException(
                    "'return_value' is the key of the result; return it, or use another key");
        }
        pushed.put(key, encode(key, XComType.ofValue(value), value));
    }

    /** What was pushed, JSON by key. */
    Map<String, String> pushed() {
        synchronized (pushed) {
            return new LinkedHashMap<>(pushed);
        }
    }

    /**
     * The value as JSON.
     *
     * @throws IllegalArgumentException when it cannot be, or is too large; the message names task, key, type and size
     */
    String encode(String key, XComType type, @Nullable Object value) {
        String json;
        try {
            json = type.encode(value);
        } catch (XComException e) {
            throw new IllegalArgumentException(
                    "task '" + taskId() + "', key '" + key + "', type " + type.name() + ": " + e.getMessage(), e);
        }
        if (json.length() > MAX_XCOM_CHARS) {
            throw new IllegalArgumentException("task '" + taskId() + "', key '" + key + "', type " + type.name()
                    + ": the value has " + json.length() + " characters as JSON and may have " + MAX_XCOM_CHARS
                    + "; write it to a file or table and return where it is");
        }
        return json;
    }

    @Override
    public <T> Optional<T> xcomPull(String taskId, Class<T> type) {
        return xcomPull(taskId, "return_value", type);
    }

    @Override
    public <T> Optional<T> xcomPull(String taskId, TypeOf<T> type) {
        return xcomPull(taskId, "return_value", type);
    }

    @Override
    public <T> Optional<T> xcomPull(String taskId, String key, Class<T> type) {
        return pull(taskId, key, type);
    }

    @Override
    public <T> Optional<T> xcomPull(String taskId, String key, TypeOf<T> type) {
        return pull(taskId, key, type.type());
    }

    private <T> Optional<T> pull(String taskId, String key, Type type) {
        String json = questions.ask(Ask.XCOM_PULL, taskId, mapIndexToPull(), key, null);
        return json == null
                ? Optional.empty()
                : Optional.of(decode(json, type, "xcom '" + key + "' of '" + taskId + "'"));
    }

    // A task that is not mapped reads all of a mapped one, a mapped one its own index, as the inputs do.
    private @Nullable String mapIndexToPull() {
        return mapIndex() < 0 ? null : Integer.toString(mapIndex());
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the codec gives exactly the type asked for
    private static <T> T decode(String json, Type type, String what) {
        try {
            Object value = XComType.of(type).decode(json);
            if (value == null) {
                throw new IllegalArgumentException(what + " is null");
            }
            return (T) value;
        } catch (XComException e) {
            throw new IllegalArgumentException(what + " is no " + type.getTypeName() + ": " + e.getMessage(), e);
        }
    }

    /** The task updates and reads these. Until this is said, it has neither outlets nor inlets. */
    void assetsAre(List<AssetRef> outlets, List<AssetRef> inlets) {
        assets = new TryAssets(taskId(), outlets, inlets, questions);
    }

    /** What the body said of the assets it updates. */
    List<WorkerMessage.AssetUpdate> assetUpdates() {
        return assets.updates();
    }

    @Override
    public void assetEvent(Asset outlet, Map<String, Object> extra) {
        assets.update(outlet, extra);
    }

    @Override
    public void assetEvent(AssetAlias outlet, Asset asset, Map<String, Object> extra) {
        assets.update(outlet, asset, extra);
    }

    @Override
    public List<AssetEvent> triggeringAssetEvents() {
        return assets.triggering();
    }

    @Override
    public List<AssetEvent> inletEvents(AssetRef inlet, int limit) {
        return assets.newest(inlet, limit);
    }

    @Override
    public Optional<String> variable(String key) {
        return questions.variable(key);
    }

    @Override
    public <T> Optional<T> variable(String key, Class<T> type) {
        return variable(key).map(json -> decode(json, type, "variable '" + key + "'"));
    }

    @Override
    public Connection connection(String id) {
        return questions
                .connection(id)
                .orElseThrow(() -> new NoSuchElementException("there is no connection '" + id + "'; set RONDO_CONN_"
                        + id.toUpperCase(java.util.Locale.ROOT) + " or create it"));
    }

    @Override
    public Data data() {
        return data;
    }

    @Override
    public DagRuns dagRuns() {
        return new ServerDagRuns(questions);
    }

    @Override
    public System.Logger log() {
        return new TryLogger("task", log);
    }

    @Override
    public boolean isCancelled() {
        return cancelled.getAsBoolean();
    }

    @Override
    public void onCancel(Runnable action) {
        boolean now;
        synchronized (onCancel) {
            if (over) {
                return;
            }
            now = cancelTold || isCancelled(); // the word may have come before there was anybody to tell
            if (!now) {
                onCancel.push(action);
            }
        }
        if (now) {
            action.run();
        }
    }

    /** The try is to stop: runs what was registered for that, newest first. */
    void cancel() {
        while (true) {
            Runnable action;
            synchronized (onCancel) {
                cancelTold = true;
                action = over ? null : onCancel.poll();
            }
            if (action == null) {
                return;
            }
            try {
                action.run();
            } catch (RuntimeException e) { // the others are to be told all the same
                log.write("error", "rondo", Thrown.stack("what was to be done when the try is stopped failed", e));
            }
        }
    }

    /** The body returned: what it registered is dropped, and what it opened is closed. */
    void bodyIsOver() {
        synchronized (onCancel) {
            over = true;
            onCancel.clear();
        }
        data.close();
    }

    /**
     * The name of this instance of a mapped task, on one line; null when there is none: a name that cannot be rendered
     * is told in the log and fails nothing.
     *
     * @param element JSON of what the instance is for
     */
    @Nullable
    String mapName(String template, String element) {
        try {
            TemplateValue value = TemplateValue.ofJson(JsonValue.parse(element));
            String name = Template.parse(template).render(scope().with(Map.of("element", value)));
            String line = log.mask(name).replaceAll("\\p{Cntrl}+", " ").strip();
            return line.isEmpty()
                    ? null
                    : line.substring(
                            0, line.offsetByCodePoints(0, Math.min(MAX_NAME, line.codePointCount(0, line.length()))));
        } catch (RuntimeException e) {
            log.write("warning", "rondo", "the name of this instance cannot be rendered: " + e.getMessage());
            return null;
        }
    }

    private TemplateScope scope() {
        TemplateScope scope = templateScope;
        if (scope == null) {
            scope = TryTemplates.scopeOf(dispatch, zone, questions);
            templateScope = scope;
        }
        return scope;
    }

    @Override
    public String render(String template) {
        if (!Template.isTemplate(template)) {
            return template;
        }
        try {
            return Template.parse(template).render(scope());
        } catch (TemplateException e) {
            throw new IllegalArgumentException("task '" + taskId() + "': " + e.getMessage(), e);
        }
    }

    @Override
    public Optional<LookState> lookState() {
        String state = dispatch.lookState();
        if (state == null) {
            return Optional.empty();
        }
        JsonObject object = (JsonObject) JsonValue.parse(state);
        return Optional.of(new LookState(
                Integer.parseInt(object.require("version").toJson()),
                object.require("state").toJson()));
    }

    @Override
    public Instant firstLookAt() {
        Instant first = dispatch.firstLookAt();
        return first == null ? begunAt : first;
    }

    @Override
    public Optional<TaskFailure> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public List<Path> classPath() {
        return classPath;
    }

    Dispatch dispatch() {
        return dispatch;
    }
}
