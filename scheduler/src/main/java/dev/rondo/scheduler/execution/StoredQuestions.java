package dev.rondo.scheduler.execution;

import dev.rondo.core.asset.AssetLeaf;
import dev.rondo.core.command.Command;
import dev.rondo.core.command.CommandReply;
import dev.rondo.core.dispatch.Results;
import dev.rondo.core.dispatch.TaskInputs;
import dev.rondo.core.dispatch.XComPull;
import dev.rondo.core.dispatch.XComSize;
import dev.rondo.core.graph.Graph;
import dev.rondo.core.protocol.Ask;
import dev.rondo.metadata.asset.AssetStore;
import dev.rondo.metadata.blob.LargeXComs;
import dev.rondo.metadata.command.CommandStore;
import dev.rondo.metadata.control.ControlStore;
import dev.rondo.metadata.control.QuestionStore;
import dev.rondo.metadata.query.DagQueries;
import dev.rondo.metadata.query.RunQueries;
import dev.rondo.metadata.run.XComWrite;
import dev.rondo.scheduler.command.CommandRunner;
import dev.rondo.scheduler.dispatch.DispatchTokens;
import dev.rondo.sdk.internal.SpecJson;
import dev.rondo.sdk.internal.json.JsonArray;
import dev.rondo.sdk.internal.json.JsonNull;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonString;
import dev.rondo.sdk.internal.json.JsonValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Answers bodies from the tables. What changes something is taken only from the dispatch that is under way. */
public final class StoredQuestions implements DispatchQuestions {

    private static final int MAX_EVENTS = 1_000;

    // Questions that change nothing.
    private static final Set<String> READING = Set.of(
            Ask.XCOM_PULL,
            Ask.VARIABLE,
            Ask.CONNECTION,
            Ask.RUN,
            Ask.TASK_STATES,
            Ask.MISSING_TASKS,
            Ask.TRIGGERING_EVENTS,
            Ask.INLET_EVENTS);

    private static final String RESULT = XComWrite.RETURN_VALUE;

    private final DispatchTokens tokens;
    private final QuestionStore store;
    private final LargeXComs large;
    private final ControlStore control;
    private final DagQueries dags;
    private final RunQueries runs;
    private final AssetStore assets;
    private final CommandRunner commands;
    private final TaskSettings settings;
    private final InstantSource clock;

    /** Answers from the tables and the settings. */
    public StoredQuestions(
            DispatchTokens tokens,
            QuestionStore store,
            LargeXComs large,
            ControlStore control,
            DagQueries dags,
            RunQueries runs,
            AssetStore assets,
            CommandRunner commands,
            TaskSettings settings,
            InstantSource clock) {
        this.tokens = tokens;
        this.store = store;
        this.large = large;
        this.control = control;
        this.dags = dags;
        this.runs = runs;
        this.assets = assets;
        this.commands = commands;
        this.settings = settings;
        this.clock = clock;
    }

    private DispatchTokens.Claims claims(String token) throws NotAllowedException {
        return claims(token, false);
    }

    /**
     * Who asks.
     *
     * @param reading whether a sensor may ask it, too, that its worker watches between two tries
     */
    private DispatchTokens.Claims claims(String token, boolean reading) throws NotAllowedException {
        DispatchTokens.Claims claims =
                tokens.verify(token).orElseThrow(() -> new NotAllowedException("not the token of a dispatch"));
        boolean may = store.isUnderWay(claims.runNo(), claims.taskId(), claims.mapIndex(), claims.dispatchId())
                || (reading
                        && store.isWaiting(claims.runNo(), claims.taskId(), claims.mapIndex(), claims.dispatchId()));
        if (!may) {
            throw over(claims);
        }
        return claims;
    }

    private static NotAllowedException over(DispatchTokens.Claims claims) {
        return new NotAllowedException("dispatch " + claims.dispatchId() + " is not under way any more");
    }

    @Override
    public List<@Nullable String> inputs(String token) throws NotAllowedException, IOException {
        try {
            return inputs(claims(token));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private List<@Nullable String> inputs(DispatchTokens.Claims claims) throws NotAllowedException {
        QuestionStore.NamedRun run = run(claims);
        Graph graph = graph(run);
        String conf = runs.find(run.dagId(), run.runId()).orElseThrow().conf();
        return new TaskInputs(graph, conf).of(graph.index(claims.taskId()), claims.mapIndex(), new Results() {
            @Override
            public @Nullable String one(String taskId, int mapIndex) {
                List<QuestionStore.Value> found = store.values(run.runNo(), taskId, mapIndex, RESULT);
                return found.isEmpty() ? null : json(taskId, RESULT, found).getFirst();
            }

            @Override
            public List<String> all(String taskId) {
                return json(taskId, RESULT, store.values(run.runNo(), taskId, null, RESULT));
            }
        });
    }

    private Graph graph(QuestionStore.NamedRun run) {
        return Graph.of(SpecJson.read(dags.findGraph(run.versionId()).orElseThrow()));
    }

    private List<String> json(String taskId, String key, List<QuestionStore.Value> values) {
        Map<String, String> found;
        try {
            found = large.find(values.stream().flatMap(StoredQuestions::hash).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return values.stream()
                .map(value -> json(value, found)
                        .orElseThrow(() -> new IllegalArgumentException("the value of XCom '" + key + "' of task '"
                                + taskId + "' is no longer in the store (" + value.blobHash()
                                + "); clear the task to make it anew")))
                .toList();
    }

    private static Stream<String> hash(QuestionStore.Value value) {
        return Stream.ofNullable(value.blobHash());
    }

    private static Optional<String> json(QuestionStore.Value value, Map<String, String> large) {
        String hash = value.blobHash();
        return hash == null
                ? Optional.of(value.json() == null ? "null" : value.json())
                : Optional.ofNullable(large.get(hash));
    }

    private QuestionStore.NamedRun run(DispatchTokens.Claims claims) throws NotAllowedException {
        return store.findRun(claims.runNo())
                .orElseThrow(() -> new NotAllowedException("the run of this dispatch was deleted"));
    }

    @Override
    public @Nullable String answer(String token, Ask ask) throws NotAllowedException, IOException {
        try {
            return answer(claims(token, READING.contains(ask.kind())), ask);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private @Nullable String answer(DispatchTokens.Claims claims, Ask ask) throws NotAllowedException, IOException {
        Arguments arguments = Arguments.of(ask);
        return switch (ask.kind()) {
            case Ask.XCOM_PULL -> pull(claims, arguments);
            case Ask.XCOM_PUSH -> push(claims, arguments);
            case Ask.VARIABLE -> settings.variable(arguments.text(0));
            case Ask.CONNECTION -> settings.connection(arguments.text(0));
            case Ask.TRIGGER_DAG_RUN -> trigger(claims, arguments);
            case Ask.RUN ->
                find(arguments.text(0), arguments.optional(1), arguments.optionalMoment(2))
                        .map(StoredQuestions::json)
                        .orElse(null);
            case Ask.TASK_STATES -> states(arguments);
            case Ask.MISSING_TASKS -> missing(arguments);
            case Ask.TRIGGERING_EVENTS -> json(assets.triggering(claims.runNo()));
            case Ask.INLET_EVENTS ->
                json(assets.newest(
                        new AssetLeaf(arguments.text(0), arguments.text(1)), arguments.number(2, MAX_EVENTS)));
            default ->
                throw new IllegalArgumentException("this scheduler does not know the question '" + ask.kind() + "'");
        };
    }

    private @Nullable String pull(DispatchTokens.Claims claims, Arguments arguments) {
        String taskId = arguments.text(0);
        String key = arguments.text(2);
        SortedMap<Integer, String> values = new TreeMap<>();
        Integer mapIndex = arguments.optionalNumber(1);
        List<QuestionStore.Value> found = wanted(store.values(claims.runNo(), taskId, null, key), mapIndex);
        List<String> json = json(taskId, key, found);
        for (int i = 0; i < json.size(); i++) {
            values.put(found.get(i).mapIndex(), json.get(i));
        }
        return XComPull.answer(values, mapIndex);
    }

    // Of thousands of instances that pull their own, each would fetch what all of them have in the store.
    private static List<QuestionStore.Value> wanted(List<QuestionStore.Value> found, @Nullable Integer mapIndex) {
        List<QuestionStore.Value> own = found.stream()
                .filter(value -> mapIndex != null && value.mapIndex() == mapIndex)
                .toList();
        return own.isEmpty() ? found : own;
    }

    private @Nullable String push(DispatchTokens.Claims claims, Arguments arguments)
            throws NotAllowedException, IOException {
        String key = arguments.text(0);
        String json = arguments.json(1);
        if (json.length() > XComSize.MAX_CHARS) {
            throw new IllegalArgumentException("the value of XCom '" + key + "' of task '" + claims.taskId() + "' has "
                    + json.length() + " characters as JSON and may have " + XComSize.MAX_CHARS
                    + "; write it to a file or table and return where it is");
        }
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        boolean inStore = bytes.length > XComSize.MAX_ROW_BYTES && !isForEngine(claims, key, json);
        // The bytes first: a hash in the tables always has its value in the store.
        String hash = inStore ? large.keep(bytes) : null;
        boolean kept = store.put(
                claims.dispatchId(),
                new QuestionStore.Pushed(
                        claims.runNo(),
                        claims.taskId(),
                        claims.mapIndex(),
                        key,
                        inStore ? null : json,
                        hash,
                        bytes.length,
                        arguments.optional(2),
                        now()));
        if (!kept) {
            throw over(claims); // since it was asked about
        }
        return null;
    }

    private boolean isForEngine(DispatchTokens.Claims claims, String key, String json) throws NotAllowedException {
        if (!key.equals(RESULT) || json.length() > XComSize.MAX_MAPPED_CHARS) {
            return false;
        }
        Graph graph = graph(run(claims));
        return graph.isMappedOver(graph.index(claims.taskId()));
    }

    private static String json(List<AssetStore.Event> events) {
        return JsonArray.of(events.stream().map(StoredQuestions::json).toList()).toJson();
    }

    private static JsonObject json(AssetStore.Event event) {
        var out = JsonObject.builder()
                .put("asset", event.asset())
                .put("uri", event.uri())
                .put("at", event.at().toString())
                .put("extra", JsonValue.parse(event.extra()));
        String dagId = event.dagId();
        String taskId = event.taskId();
        String runId = event.runId();
        if (dagId != null && taskId != null && runId != null) {
            out.put("dag_id", dagId).put("task_id", taskId).put("run_id", runId).put("map_index", event.mapIndex());
        }
        return out.build();
    }

    /**
     * What a task wants to be done. The same wish under the same key is one command, in whichever execution of the try
     * it is asked; another one under that key is another command.
     */
    private record Wish(String key, String actor, Command command) {
        CommandStore.Asked asked() {
            UUID id = UUID.nameUUIDFromBytes((key + " " + command).getBytes(StandardCharsets.UTF_8));
            return new CommandStore.Asked("task/" + id, actor, "task", null, command);
        }
    }

    private @Nullable String trigger(DispatchTokens.Claims claims, Arguments arguments) {
        String dagId = arguments.text(0);
        String runId = arguments.optional(1);
        Instant logicalDate = arguments.optionalMoment(2);
        boolean reset = "true".equals(arguments.optional(4));
        Wish wish = new Wish(
                arguments.text(5),
                "task " + claims.taskId() + " of run " + claims.runNo(),
                new Command.TriggerRun(
                        dagId, runId, logicalDate, null, null, null, arguments.optional(3), null, "operator"));
        try {
            return switch (commands.once(wish.asked(), now())) {
                case CommandReply.RunTriggered made ->
                    find(made.dagId(), made.runId(), null)
                            .map(StoredQuestions::json)
                            .orElse(null);
                case CommandReply.Rejected no when no.code().equals("DAG_NOT_FOUND") -> null;
                case CommandReply.Rejected no
                when no.code().equals("RUN_EXISTS") -> existing(dagId, runId, logicalDate, reset, no, wish);
                case CommandReply.Rejected no -> throw new IllegalArgumentException(no.message());
                case CommandReply other -> throw new IllegalStateException("a trigger was answered with " + other);
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the scheduler is being stopped", e);
        }
    }

    private String existing(
            String dagId,
            @Nullable String runId,
            @Nullable Instant date,
            boolean reset,
            CommandReply.Rejected no,
            Wish wish)
            throws InterruptedException {
        QuestionStore.NamedRun run =
                find(dagId, runId, date).orElseThrow(() -> new IllegalArgumentException(no.message()));
        if (!reset) {
            throw new IllegalArgumentException(no.message());
        }
        Command clear = new Command.ClearTasks(
                dagId, run.runId(), List.of(), Command.Scope.ONLY, null, null, false, false, true, false, false, null);
        CommandReply ignored = commands.once(new Wish(wish.key(), wish.actor(), clear).asked(), now());
        return json(find(dagId, run.runId(), null).orElseThrow());
    }

    private Optional<QuestionStore.NamedRun> find(String dagId, @Nullable String runId, @Nullable Instant date) {
        return store.findRun(dagId, runId, date);
    }

    private static String json(QuestionStore.NamedRun run) {
        Instant date = run.logicalDate();
        Map<String, JsonValue> members = new LinkedHashMap<>();
        members.put("dag_id", new JsonString(run.dagId()));
        members.put("run_id", new JsonString(run.runId()));
        members.put("state", new JsonString(run.state()));
        members.put("logical_date", date == null ? JsonNull.NULL : new JsonString(date.toString()));
        return JsonObject.of(members).toJson();
    }

    private @Nullable String states(Arguments arguments) {
        Optional<QuestionStore.NamedRun> run = find(arguments.text(0), arguments.text(1), null);
        if (run.isEmpty()) {
            return null;
        }
        Map<String, JsonValue> members = new LinkedHashMap<>();
        store.states(run.get().runNo(), arguments.texts(2))
                .forEach((task, states) -> members.put(task, JsonArray.ofStrings(states)));
        return JsonObject.of(members).toJson();
    }

    private @Nullable String missing(Arguments arguments) {
        return control.findDag(arguments.text(0))
                .map(dag -> {
                    Graph graph = Graph.of(SpecJson.read(dag.graph()));
                    return JsonArray.ofStrings(arguments.texts(1).stream()
                                    .filter(task -> graph.find(task).isEmpty())
                                    .toList())
                            .toJson();
                })
                .orElse(null);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
