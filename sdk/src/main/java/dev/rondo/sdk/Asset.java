package dev.rondo.sdk;

import dev.rondo.sdk.internal.specjson.AssetJson;
import java.util.Map;
import java.util.Objects;

/**
 * Data that tasks update and other DAGs wait for: a table, a folder, a model. Rondo does not look at it; an update is
 * what a task with this {@linkplain TaskRef#outlets outlet} makes by succeeding, or what is posted to the API.
 *
 * <pre>{@code
 * static final Asset ORDERS = Asset.of("orders", "gs://shop/orders");
 *
 * dag.task("load").run(Orders::load).outlets(ORDERS);           // in one DAG
 * dag.schedule(Schedule.assets(ORDERS));                        // in another
 * }</pre>
 *
 * @param name unique in an installation; at most 1,500 characters, none of them a control character
 * @param uri where it is, in any form; at most 1,500 characters
 * @param group what it belongs to, for lists; {@code asset} unless said
 * @param extraJson what else is known of it, a JSON object; a text, so that bodies may capture an asset
 */
public record Asset(String name, String uri, String group, String extraJson) implements AssetRef {

    static final String DEFAULT_GROUP = "asset";
    private static final String NO_EXTRA = "{}";

    public Asset {
        Objects.requireNonNull(name);
        Objects.requireNonNull(uri);
        Objects.requireNonNull(group);
        Objects.requireNonNull(extraJson);
    }

    /** An asset whose name says where it is. */
    public static Asset of(String name) {
        return of(name, name);
    }

    /** An asset with a name and a place. */
    public static Asset of(String name, String uri) {
        return new Asset(name, uri, DEFAULT_GROUP, NO_EXTRA);
    }

    /** The same, belonging to a group. */
    public Asset inGroup(String said) {
        return new Asset(name, uri, said, extraJson);
    }

    /**
     * The same, with more known of it.
     *
     * @param extra values are texts, numbers, booleans, lists and maps
     * @throws IllegalArgumentException for another value
     */
    public Asset withExtra(Map<String, Object> extra) {
        return new Asset(name, uri, group, AssetJson.extra(extra));
    }

    /** What else is known of it. */
    public Map<String, Object> extra() {
        return AssetJson.extra(extraJson);
    }

    @Override
    public String toString() {
        return name;
    }
}
