package dev.rondo.core.mapping;

import dev.rondo.sdk.internal.json.JsonArray;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonString;
import dev.rondo.sdk.internal.json.JsonValue;
import dev.rondo.sdk.spec.MappingSpec.Combine;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The elements of one mapping: what the instance of each map index receives of each axis.
 *
 * <p>Made once per mapping and run from the sequences that it is mapped over; a map counts as the list of its entries,
 * each a pair of key and value, in the order of the map.
 */
public final class MappedElements {

    private final Combine combine;
    private final List<List<JsonValue>> axes;

    private MappedElements(Combine combine, List<List<JsonValue>> axes) {
        this.combine = combine;
        this.axes = axes;
    }

    /**
     * The elements of sequences, one per axis of the mapping.
     *
     * @throws IllegalArgumentException when a value is neither list nor map
     */
    public static MappedElements of(Combine combine, List<JsonValue> sequences) {
        return new MappedElements(
                combine, sequences.stream().map(MappedElements::elements).toList());
    }

    /** How many values a result makes when it is mapped over: the length of a list or map; -1: it is neither. */
    public static int length(JsonValue result) {
        return switch (result) {
            case JsonArray array -> array.size();
            case JsonObject object -> object.members().size();
            default -> -1;
        };
    }

    /**
     * What a consumer outside receives of a mapped task, and what a mapping over it is over: the results in map order,
     * without those of instances that failed, were skipped or returned nothing.
     *
     * @param results one per instance, in map order; null: it has none
     */
    public static JsonArray gathered(List<? extends @Nullable JsonValue> results) {
        List<JsonValue> present = new ArrayList<>();
        for (JsonValue result : results) {
            if (result != null) {
                present.add(result);
            }
        }
        return JsonArray.of(present);
    }

    /** How many instances the mapping makes. */
    public long length() {
        return switch (combine) {
            case CROSS -> axes.stream().mapToLong(List::size).reduce(1, (all, one) -> all * one);
            case ZIP -> axes.stream().mapToLong(List::size).min().orElse(0);
        };
    }

    /**
     * What an instance receives of an axis. Of a cross product the last axis runs fastest.
     *
     * @throws IndexOutOfBoundsException when there is no such axis or map index
     */
    public JsonValue element(int axis, int mapIndex) {
        if (mapIndex < 0 || mapIndex >= length()) {
            throw new IndexOutOfBoundsException("map index " + mapIndex + " of " + length());
        }
        return switch (combine) {
            case ZIP -> axes.get(axis).get(mapIndex);
            case CROSS -> {
                int faster = axes.subList(axis + 1, axes.size()).stream()
                        .mapToInt(List::size)
                        .reduce(1, (all, one) -> all * one);
                List<JsonValue> own = axes.get(axis);
                yield own.get(mapIndex / faster % own.size());
            }
        };
    }

    private static List<JsonValue> elements(JsonValue sequence) {
        return switch (sequence) {
            case JsonArray array -> array.elements();
            case JsonObject object ->
                object.members().entrySet().stream()
                        .<JsonValue>map(
                                entry -> JsonArray.of(List.of(new JsonString(entry.getKey()), entry.getValue())))
                        .toList();
            default ->
                throw new IllegalArgumentException("a mapping is over lists and maps, not over a " + sequence.kind());
        };
    }
}
