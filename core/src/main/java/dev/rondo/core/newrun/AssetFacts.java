package dev.rondo.core.newrun;

import dev.rondo.core.asset.AssetLeaf;
import dev.rondo.sdk.AssetExpression;
import java.util.Set;

/**
 * What decides whether updates of assets make a run of a DAG.
 *
 * @param expression what the DAG waits for
 * @param updated since its last run
 * @param openRuns how many of its runs are queued or running, those of backfills not counted
 */
public record AssetFacts(
        DagFacts dag, AssetExpression expression, Set<AssetLeaf> updated, int openRuns, int maxActiveRuns) {
    public AssetFacts {
        updated = Set.copyOf(updated);
    }
}
