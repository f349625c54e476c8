package dev.rondo.sdk.internal.define;

import dev.rondo.sdk.AssetRef;
import dev.rondo.sdk.Callback;
import dev.rondo.sdk.Deadline;
import dev.rondo.sdk.Input;
import dev.rondo.sdk.Node;
import dev.rondo.sdk.TaskRef;
import dev.rondo.sdk.TypeOf;
import java.lang.reflect.ParameterizedType;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The handle on a task, or on a mapped group by the task that gives its result: then lines lead to and from the group,
 * and options are those of the group.
 */
final class TaskHandle<T> extends OptionsHandle<TaskRef<T>> implements TaskRef<T>, HasEndpoint {

    private final TaskDraft draft;
    private final @Nullable GroupDraft mapped;

    TaskHandle(TaskDraft draft) {
        this(draft, null);
    }

    TaskHandle(TaskDraft draft, @Nullable GroupDraft mapped) {
        this.draft = draft;
        this.mapped = mapped;
    }

    /**
     * What an author's handle has gathered.
     *
     * @throws IllegalArgumentException when it was not made by Rondo
     */
    static TaskDraft draftOf(TaskRef<?> task) {
        if (task instanceof TaskHandle<?> handle) {
            return handle.draft;
        }
        throw new IllegalArgumentException(task.getClass().getName() + " is no task that Rondo made");
    }

    TaskDraft draft() {
        return draft;
    }

    @Override
    public String id() {
        return mapped == null ? draft.id() : mapped.id();
    }

    @Override
    TaskRef<T> with(Option option, Object value) {
        if (mapped == null) {
            draft.options(draft.options().with(option, value));
        } else {
            mapped.options(mapped.options().with(option, value));
        }
        return this;
    }

    @Override
    public TaskRef<T> pool(String name, int slots) {
        return pool(name).poolSlots(slots);
    }

    @Override
    public Input<Optional<T>> optional() {
        return new Source.Result<>(draft, true);
    }

    @Override
    public TaskRef<T> asSetup() {
        draft.setup();
        return this;
    }

    @Override
    public TaskRef<T> asTeardown(TaskRef<?>... setups) {
        draft.teardownOf(setups);
        return this;
    }

    @Override
    public TaskRef<T> failsRun() {
        draft.failsRun();
        return this;
    }

    @Override
    public TaskRef<T> returns(TypeOf<T> type) {
        // The author of a mapped task states the list that its readers see; the draft keeps what one instance returns.
        boolean list = mapped != null || draft.mapping() != null;
        draft.returns(list ? ((ParameterizedType) type.type()).getActualTypeArguments()[0] : type.type());
        return this;
    }

    @Override
    public TaskRef<T> ignoreDownstreamTriggerRules(boolean ignore) {
        draft.ignoreDownstreamTriggerRules(ignore);
        return this;
    }

    @Override
    public TaskRef<T> outlets(AssetRef... assets) {
        draft.outlets(assets);
        return this;
    }

    @Override
    public TaskRef<T> inlets(AssetRef... assets) {
        draft.inlets(assets);
        return this;
    }

    @Override
    public TaskRef<T> deadline(String name, Deadline deadline) {
        draft.dag().deadline(name, draft, deadline, null);
        return this;
    }

    @Override
    public TaskRef<T> deadline(String name, Deadline deadline, Callback missed) {
        draft.dag().deadline(name, draft, deadline, missed);
        return this;
    }

    @Override
    public Endpoint endpoint() {
        return mapped == null ? new Endpoint.One(draft) : new Endpoint.Whole(mapped);
    }

    @Override
    public TaskRef<T> after(Node<?>... before) {
        draft.dag().edge(Endpoint.of(before), endpoint());
        return this;
    }

    @Override
    public Node<?> then(Node<?>... next) {
        return Nodes.then(draft.dag(), endpoint(), next);
    }
}
