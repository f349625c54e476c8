package dev.rondo.sdk;

import java.util.Objects;

/**
 * A name for assets that are known only when a task runs: the task has the alias as an outlet and says by
 * {@link TaskContext#assetEvent(AssetAlias, Asset, java.util.Map)} which assets it updated; a DAG that is scheduled by
 * the alias follows whichever they are.
 *
 * @param name unique among the aliases of an installation; at most 1,500 characters
 * @param group what it belongs to, for lists; {@code asset} unless said
 */
public record AssetAlias(String name, String group) implements AssetRef {

    public AssetAlias {
        Objects.requireNonNull(name);
        Objects.requireNonNull(group);
    }

    /** An alias. */
    public static AssetAlias of(String name) {
        return new AssetAlias(name, Asset.DEFAULT_GROUP);
    }

    /** The same, belonging to a group. */
    public AssetAlias inGroup(String said) {
        return new AssetAlias(name, said);
    }

    @Override
    public String toString() {
        return "alias " + name;
    }
}
