package dev.rondo.metadata.asset;

import dev.rondo.core.asset.AssetLeaf;
import org.jspecify.annotations.Nullable;

/**
 * An update of an asset that is to be taken down.
 *
 * @param alias the alias it was updated under; null: none
 * @param extra JSON object
 * @param dagId whose task made it; null: it was posted
 * @param mapIndex -1: not mapped, or posted
 * @param postedBy who posted it; null: a task made it
 */
public record AssetUpdate(
        String name,
        String uri,
        String group,
        @Nullable String alias,
        String extra,
        @Nullable String dagId,
        @Nullable String taskId,
        @Nullable String runId,
        int mapIndex,
        @Nullable String postedBy) {

    /** The asset, for which DAGs may wait. */
    AssetLeaf asset() {
        return new AssetLeaf(AssetLeaf.ASSET, name);
    }
}
