package dev.rondo.metadata.asset;

import dev.rondo.core.asset.AssetLeaf;
import dev.rondo.sdk.Asset;
import dev.rondo.sdk.AssetExpression;
import dev.rondo.sdk.AssetRef;
import dev.rondo.sdk.internal.specjson.AssetJson;
import dev.rondo.sdk.spec.DagSpec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a DAG has to do with assets.
 *
 * @param expression JSON of the expression it is scheduled by; null: it is not
 * @param catchup whether updates from before it was scheduled by them go into its first run
 */
public record AssetUse(@Nullable String expression, boolean catchup, List<Named> named) {

    /** The DAG has nothing to do with assets. */
    public static final AssetUse NONE = new AssetUse(null, false, List.of());

    static final String SCHEDULE = "schedule";

    public AssetUse {
        named = List.copyOf(named);
    }

    /**
     * One mention.
     *
     * @param role {@code schedule, outlet, inlet}
     * @param taskId empty: its schedule
     */
    public record Named(String role, String taskId, AssetRef ref) {
        AssetLeaf leaf() {
            return AssetLeaf.of(ref);
        }
    }

    /** What a graph says. */
    public static AssetUse of(DagSpec spec) {
        List<Named> named = new ArrayList<>();
        AssetExpression expression = spec.schedule().assets();
        if (expression != null) {
            expression.leaves().forEach(ref -> named.add(new Named(SCHEDULE, "", ref)));
        }
        spec.tasks().forEach(task -> {
            task.outlets().forEach(ref -> named.add(new Named("outlet", task.taskId(), ref)));
            task.inlets().forEach(ref -> named.add(new Named("inlet", task.taskId(), ref)));
        });
        return new AssetUse(
                expression == null ? null : AssetJson.write(expression).toCanonicalJson(), spec.catchup() != 0, named);
    }

    List<Asset> assets() {
        return named.stream()
                .map(Named::ref)
                .filter(Asset.class::isInstance)
                .map(Asset.class::cast)
                .distinct()
                .toList();
    }

    List<String> schedule(String kind) {
        return named.stream()
                .filter(each ->
                        each.role().equals(SCHEDULE) && each.leaf().kind().equals(kind))
                .map(each -> each.ref().name())
                .toList();
    }
}
