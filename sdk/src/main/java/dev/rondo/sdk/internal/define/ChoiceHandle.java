package dev.rondo.sdk.internal.define;

import dev.rondo.sdk.Choice;
import dev.rondo.sdk.Node;

/** The handle on a branch. */
final class ChoiceHandle<E extends Enum<E>> extends OptionsHandle<Choice<E>> implements Choice<E>, HasEndpoint {

    private final TaskDraft draft;

    ChoiceHandle(TaskDraft draft) {
        this.draft = draft;
    }

    @Override
    public String id() {
        return draft.id();
    }

    @Override
    Choice<E> with(Option option, Object value) {
        draft.options(draft.options().with(option, value));
        return this;
    }

    @Override
    public Choice<E> pool(String name, int slots) {
        return pool(name).poolSlots(slots);
    }

    @Override
    public Choice<E> on(E answer, Node<?>... next) {
        Endpoint to = Endpoint.of(next);
        draft.branch(answer, to);
        draft.dag().edge(endpoint(), to);
        return this;
    }

    @Override
    public Endpoint endpoint() {
        return new Endpoint.One(draft);
    }

    @Override
    public Choice<E> after(Node<?>... before) {
        draft.dag().edge(Endpoint.of(before), endpoint());
        return this;
    }

    @Override
    public Node<?> then(Node<?>... next) {
        return Nodes.then(draft.dag(), endpoint(), next);
    }
}
