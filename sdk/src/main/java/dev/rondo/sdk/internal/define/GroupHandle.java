package dev.rondo.sdk.internal.define;

import dev.rondo.sdk.DefaultArgs;
import dev.rondo.sdk.Group;
import dev.rondo.sdk.Node;

/** The handle on a group. */
final class GroupHandle extends OptionsHandle<Group> implements Group, Place, HasEndpoint {

    private final GroupDraft draft;

    GroupHandle(GroupDraft draft) {
        this.draft = draft;
    }

    @Override
    public DagDraft dag() {
        return draft.dag();
    }

    @Override
    public GroupDraft within() {
        return draft;
    }

    @Override
    public String id() {
        return draft.id();
    }

    @Override
    Group with(Option option, Object value) {
        draft.options(draft.options().with(option, value));
        return this;
    }

    @Override
    public Group pool(String name, int slots) {
        return pool(name).poolSlots(slots);
    }

    @Override
    public Group defaultArgs(DefaultArgs args) {
        draft.defaultArgs(DefaultArgsValue.optionsOf(args));
        return this;
    }

    @Override
    public Group doc(String markdown) {
        draft.doc(markdown);
        return this;
    }

    @Override
    public Endpoint endpoint() {
        return new Endpoint.Whole(draft);
    }

    @Override
    public Group after(Node<?>... before) {
        dag().edge(Endpoint.of(before), endpoint());
        return this;
    }

    @Override
    public Node<?> then(Node<?>... next) {
        return Nodes.then(dag(), endpoint(), next);
    }
}
