package dev.rondo.sdk.internal.define;

import dev.rondo.sdk.AssetRef;
import dev.rondo.sdk.TaskRef;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A task while it is defined: everything its author said, as said. Nothing is checked here. */
public final class TaskDraft {

    private final DagDraft dag;
    private final @Nullable GroupDraft group;
    private final String localId;
    private final String id;
    private final String where;
    private final @Nullable Mapping mapping;
    private final List<Source<?>> inputs;
    private @Nullable Work work;
    private boolean workedTwice;
    private OptionSet options = OptionSet.NONE;
    private boolean setup;
    private @Nullable List<TaskDraft> teardownOf;
    private boolean failsRun;
    private boolean ignoreDownstreamTriggerRules = true;
    private boolean saidIgnoreDownstream;
    private @Nullable Type returns;
    private @Nullable String mapName;
    private final Map<Enum<?>, List<Endpoint>> branches = new LinkedHashMap<>();
    private final List<AssetRef> outlets = new ArrayList<>();
    private final List<AssetRef> inlets = new ArrayList<>();

    TaskDraft(
            DagDraft dag,
            @Nullable GroupDraft group,
            String localId,
            String where,
            @Nullable Mapping mapping,
            List<Source<?>> inputs) {
        this.dag = dag;
        this.group = group;
        this.localId = localId;
        this.id = group == null ? localId : group.id() + "." + localId;
        this.where = where;
        this.mapping = mapping;
        this.inputs = new ArrayList<>(inputs);
    }

    void work(Work said) {
        workedTwice |= work != null;
        work = said;
    }

    void input(Source<?> more) {
        inputs.add(more);
    }

    void options(OptionSet changed) {
        options = changed;
    }

    void setup() {
        setup = true;
    }

    void teardownOf(TaskRef<?>... setups) {
        List<TaskDraft> torn = teardownOf == null ? new ArrayList<>() : teardownOf;
        for (TaskRef<?> up : setups) {
            torn.add(TaskHandle.draftOf(up));
        }
        teardownOf = torn;
    }

    void failsRun() {
        failsRun = true;
    }

    void ignoreDownstreamTriggerRules(boolean ignore) {
        ignoreDownstreamTriggerRules = ignore;
        saidIgnoreDownstream = true;
    }

    void returns(Type stated) {
        returns = stated;
    }

    void mapName(String template) {
        mapName = template;
    }

    void branch(Enum<?> answer, Endpoint next) {
        branches.computeIfAbsent(answer, a -> new ArrayList<>()).add(next);
    }

    void outlets(AssetRef... assets) {
        outlets.addAll(List.of(assets));
    }

    void inlets(AssetRef... assets) {
        inlets.addAll(List.of(assets));
    }

    /** The DAG it lies in. */
    public DagDraft dag() {
        return dag;
    }

    /** The group it lies in; null: directly in the DAG. */
    public @Nullable GroupDraft group() {
        return group;
    }

    /** The id as written. */
    public String localId() {
        return localId;
    }

    /** The full id. */
    public String id() {
        return id;
    }

    /** Line of its definition. */
    public String where() {
        return where;
    }

    /** Over what the task itself is mapped; null: it is not, though its group may be. */
    public @Nullable Mapping mapping() {
        return mapping;
    }

    /** Where its arguments come from, in order. */
    public List<Source<?>> inputs() {
        return Collections.unmodifiableList(inputs);
    }

    /** What it does; null: nobody said. */
    public @Nullable Work work() {
        return work;
    }

    /** Whether its author said twice what it does. */
    public boolean isWorkedTwice() {
        return workedTwice;
    }

    /** Options said on it directly. */
    public OptionSet options() {
        return options;
    }

    /** Whether it was made a setup by word. */
    public boolean isSetup() {
        return setup;
    }

    /** The setups it cleans up after; null: it is no teardown. */
    public @Nullable List<TaskDraft> teardownOf() {
        return teardownOf == null ? null : Collections.unmodifiableList(teardownOf);
    }

    /** Whether its failure is to fail the run though it is a teardown. */
    public boolean isFailsRun() {
        return failsRun;
    }

    /** For a short circuit: whether everything downstream is skipped. */
    public boolean isIgnoreDownstreamTriggerRules() {
        return ignoreDownstreamTriggerRules;
    }

    /** Whether its author said something about that. */
    public boolean isSaidIgnoreDownstream() {
        return saidIgnoreDownstream;
    }

    /** Type of the result, as its author stated it; null: not stated. */
    public @Nullable Type returns() {
        return returns;
    }

    /** Template of an instance's name; null: its index. */
    public @Nullable String mapName() {
        return mapName;
    }

    /** For a branch: what each answer leads to. */
    public Map<Enum<?>, List<Endpoint>> branches() {
        return Collections.unmodifiableMap(branches);
    }

    /** What it updates, as said. */
    public List<AssetRef> outlets() {
        return Collections.unmodifiableList(outlets);
    }

    /** What it reads, as said. */
    public List<AssetRef> inlets() {
        return Collections.unmodifiableList(inlets);
    }

    /** The mapped group it lies in; null: none. */
    public @Nullable GroupDraft mappedGroup() {
        return group == null ? null : group.mapped();
    }
}
