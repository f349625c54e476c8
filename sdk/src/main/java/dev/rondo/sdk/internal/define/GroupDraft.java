package dev.rondo.sdk.internal.define;

import org.jspecify.annotations.Nullable;

/** A group while it is defined. */
public final class GroupDraft {

    private final DagDraft dag;
    private final @Nullable GroupDraft parent;
    private final String localId;
    private final String id;
    private final String where;
    private final @Nullable Mapping mapping;
    private OptionSet defaultArgs = OptionSet.NONE;
    private OptionSet options = OptionSet.NONE;
    private @Nullable String doc;

    GroupDraft(DagDraft dag, @Nullable GroupDraft parent, String localId, String where, @Nullable Mapping mapping) {
        this.dag = dag;
        this.parent = parent;
        this.localId = localId;
        this.id = parent == null ? localId : parent.id() + "." + localId;
        this.where = where;
        this.mapping = mapping;
    }

    void options(OptionSet changed) {
        this.options = changed;
    }

    void defaultArgs(OptionSet changed) {
        this.defaultArgs = changed;
    }

    void doc(String markdown) {
        this.doc = markdown;
    }

    /** The DAG it lies in. */
    public DagDraft dag() {
        return dag;
    }

    /** The group around it; null: the DAG itself. */
    public @Nullable GroupDraft parent() {
        return parent;
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

    /** Over what it is mapped; null: it is not. */
    public @Nullable Mapping mapping() {
        return mapping;
    }

    /** Options said on it directly. */
    public OptionSet options() {
        return options;
    }

    /** What it says in all: its default arguments with the direct options over them. */
    public OptionSet allOptions() {
        return defaultArgs.with(options);
    }

    /** What it is for; null: not said. */
    public @Nullable String doc() {
        return doc;
    }

    /** How many groups are around it. */
    public int depth() {
        return parent == null ? 0 : parent.depth() + 1;
    }

    /** The nearest mapped group, itself included; null: none. */
    public @Nullable GroupDraft mapped() {
        for (GroupDraft g = this; g != null; g = g.parent) {
            if (g.mapping != null) {
                return g;
            }
        }
        return null;
    }
}
