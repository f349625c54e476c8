package dev.rondo.scheduler.dagprocessor;

import dev.rondo.core.timetable.Stretch;
import dev.rondo.metadata.asset.AssetUse;
import dev.rondo.metadata.dag.DagStore;
import dev.rondo.runtime.parse.ParseResult;
import dev.rondo.scheduler.engine.CrashPoint;
import dev.rondo.sdk.internal.SpecJson;
import dev.rondo.sdk.internal.json.JsonArray;
import dev.rondo.sdk.internal.json.JsonNull;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonString;
import dev.rondo.sdk.internal.json.JsonValue;
import dev.rondo.sdk.spec.DagSpec;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The catalog in the tables. */
public final class StoredCatalog implements DagCatalog {

    private static final String DEFAULT_OWNER = "rondo";

    private final DagStore store;
    private final Set<String> unpaused;
    private final CrashPoint.Injector crashes;

    /**
     * A catalog on the store.
     *
     * @param unpaused ids of DAGs that begin unpaused unless they say otherwise: the examples a newcomer is to watch
     */
    public StoredCatalog(DagStore store, Set<String> unpaused) {
        this(store, unpaused, CrashPoint.Injector.NONE);
    }

    /** The same, for tests of a processor that dies. */
    public StoredCatalog(DagStore store, Set<String> unpaused, CrashPoint.Injector crashes) {
        this.store = store;
        this.unpaused = Set.copyOf(unpaused);
        this.crashes = crashes;
    }

    @Override
    public Map<String, String> knownFiles(String bundle) {
        return store.files(bundle);
    }

    @Override
    public Set<String> filesToRenew(String bundle, Instant now) {
        return store.filesToRenew(bundle, now);
    }

    @Override
    public Map<String, Instant> lastRuns(String bundle, String fileName) {
        return store.lastRuns(bundle, fileName);
    }

    @Override
    public Map<String, Instant> askedFiles(String bundle) {
        return store.askedFiles(bundle);
    }

    @Override
    public Map<String, Stretch> askedStretches(String bundle, String fileName) {
        return store.askedStretches(bundle, fileName);
    }

    @Override
    public Published publish(FileVersion file, List<ParseResult.ParsedDag> dags, Set<String> gone) {
        crashes.at(CrashPoint.AFTER_JAR_STORED); // whoever publishes has stored it
        Map<String, Boolean> paused = new LinkedHashMap<>();
        List<DagStore.NewVersion> versions =
                dags.stream().map(dag -> versionOf(dag, paused)).toList();
        DagStore.Outcome outcome = store.publish(fileOf(file), versions, gone);
        crashes.at(CrashPoint.AFTER_DAGS_PUBLISHED);
        return switch (outcome) {
            case DagStore.Outcome.Done done ->
                new Published.Done(
                        done.added().stream()
                                .map(id -> new Published.NewDag(id, paused.getOrDefault(id, true)))
                                .toList(),
                        done.changed(),
                        done.removed(),
                        done.newWarnings().stream()
                                .map(w -> new Published.NewWarning(w.dagId(), w.code(), w.message()))
                                .toList());
            case DagStore.Outcome.Conflict conflict ->
                new Published.Conflict(conflict.dagId(), conflict.bundle(), conflict.fileName());
        };
    }

    private DagStore.NewVersion versionOf(ParseResult.ParsedDag dag, Map<String, Boolean> paused) {
        DagSpec spec = SpecJson.read(dag.graph());
        Boolean said = spec.pausedUponCreation();
        boolean begins = said != null ? said : !unpaused.contains(spec.dagId());
        paused.put(spec.dagId(), begins);
        Set<String> owners = new LinkedHashSet<>();
        spec.tasks().forEach(t -> {
            String owner = t.options().owner();
            owners.add(owner == null ? DEFAULT_OWNER : owner);
        });
        return new DagStore.NewVersion(
                spec.dagId(),
                dag.graph(),
                dag.graphHash(),
                spec.description() == null ? null : storable(spec.description()),
                storable(String.join(", ", owners)),
                spec.schedule().text() == null ? null : storable(spec.schedule().text()),
                spec.timezone(),
                spec.maxActiveRuns(),
                spec.maxActiveTasks(),
                spec.runStrategy().wireName(),
                spec.tags().stream().map(StoredCatalog::storable).toList(),
                begins,
                AssetUse.of(spec),
                spec.deadlines(),
                dag.stored(),
                dag.told(),
                dag.warnings().stream().map(StoredCatalog::warningOf).toList());
    }

    private static DagStore.Warning warningOf(ParseResult.Found found) {
        String where = found.where() == null ? "" : " (" + found.where() + ")";
        String place = found.taskId() == null ? "" : "task '" + found.taskId() + "'" + where + ": ";
        return new DagStore.Warning(found.dagId(), found.code(), storable(place + found.message()));
    }

    // PostgreSQL keeps no text with the character 0.
    private static String storable(String text) {
        return text.replace('\0', '\uFFFD');
    }

    @Override
    public void refuse(FileVersion file, ParseResult.Failure failure) {
        List<JsonObject> problems = failure.problems().stream()
                .map(p -> JsonObject.of(Map.of(
                        "code", new JsonString(p.code()),
                        "dag_id", new JsonString(p.dagId()),
                        "task_id", text(p.taskId()),
                        "where", text(p.where()),
                        "message", new JsonString(p.message()))))
                .toList();
        store.refuse(
                fileOf(file),
                new DagStore.Refusal(
                        failure.code(),
                        failure.message(),
                        failure.dagClass(),
                        failure.line(),
                        failure.stack(),
                        JsonArray.of(problems).toJson()),
                failure.code().equals("DUPLICATE_DAG_ID"));
        crashes.at(CrashPoint.AFTER_FILE_REFUSED);
    }

    private static JsonValue text(@Nullable String text) {
        return text == null ? JsonNull.NULL : new JsonString(text);
    }

    @Override
    public List<String> remove(String bundle, String fileName) {
        List<String> removed = store.remove(bundle, fileName);
        crashes.at(CrashPoint.AFTER_DAGS_REMOVED);
        return removed;
    }

    private static DagStore.ReadFile fileOf(FileVersion file) {
        return new DagStore.ReadFile(
                file.bundle(),
                file.fileName(),
                file.fileHash(),
                file.jarHash(),
                file.jarBytes(),
                file.seenAt(),
                file.parsedAt(),
                file.parseMillis());
    }
}
