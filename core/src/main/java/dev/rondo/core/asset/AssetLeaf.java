package dev.rondo.core.asset;

import dev.rondo.sdk.Asset;
import dev.rondo.sdk.AssetRef;

/**
 * An asset or alias by name, as it stands in tables and questions.
 *
 * @param kind {@link #ASSET} or {@link #ALIAS}
 */
public record AssetLeaf(String kind, String name) {

    public static final String ASSET = "asset";
    public static final String ALIAS = "alias";

    /** The leaf of an expression. */
    public static AssetLeaf of(AssetRef ref) {
        return new AssetLeaf(ref instanceof Asset ? ASSET : ALIAS, ref.name());
    }
}
