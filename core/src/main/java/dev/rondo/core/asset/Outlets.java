package dev.rondo.core.asset;

import dev.rondo.core.protocol.WorkerMessage.AssetUpdate;
import dev.rondo.sdk.Asset;
import dev.rondo.sdk.AssetAlias;
import dev.rondo.sdk.AssetRef;
import dev.rondo.sdk.spec.TaskSpec;
import java.util.ArrayList;
import java.util.List;

/** What a task updates by succeeding. */
public final class Outlets {

    private static final String NOTHING_SAID = "{}";

    private Outlets() {}

    /** Each outlet that is an asset, and under each that is an alias whatever the body named. */
    public static List<AssetUpdate> updates(TaskSpec task, List<AssetUpdate> said) {
        List<AssetUpdate> updates = new ArrayList<>();
        for (AssetRef outlet : task.outlets()) {
            switch (outlet) {
                case Asset asset -> {
                    String extra = said.stream()
                            .filter(each -> each.alias() == null && each.name().equals(asset.name()))
                            .map(AssetUpdate::extra)
                            .findFirst()
                            .orElse(NOTHING_SAID);
                    updates.add(new AssetUpdate(null, asset.name(), asset.uri(), asset.group(), extra));
                }
                case AssetAlias alias ->
                    said.stream()
                            .filter(each -> alias.name().equals(each.alias()))
                            .forEach(updates::add);
            }
        }
        return updates;
    }
}
