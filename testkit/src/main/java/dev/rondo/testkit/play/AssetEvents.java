package dev.rondo.testkit.play;

import dev.rondo.core.asset.AssetLeaf;
import dev.rondo.sdk.AssetEvent;
import java.util.List;
import java.util.Map;

/**
 * Updates of assets from before the run.
 *
 * @param triggering what the run is made for, oldest first
 * @param earlier by asset or alias, newest first
 */
public record AssetEvents(List<AssetEvent> triggering, Map<AssetLeaf, List<AssetEvent>> earlier) {

    /** There was none. */
    public static final AssetEvents NONE = new AssetEvents(List.of(), Map.of());

    public AssetEvents {
        triggering = List.copyOf(triggering);
        earlier = Map.copyOf(earlier);
    }
}
