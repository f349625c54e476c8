package dev.rondo.metadata.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jooq.Field;

/** By what a list can be ordered: keys by name. Several may be asked for, the first counts most. */
public final class Orders {

    private static final List<String> BOUNDS = List.of("_gte", "_gt", "_lte", "_lt");

    private final List<String> otherwise;
    private final Map<String, Field<?>> keys;
    private final List<Field<?>> ties;
    private final List<String> moments;
    private final Set<String> unindexed;

    private Orders(
            List<String> otherwise,
            Map<String, Field<?>> keys,
            List<Field<?>> ties,
            List<String> moments,
            Set<String> unindexed) {
        this.otherwise = otherwise;
        this.keys = keys;
        this.ties = ties;
        this.moments = moments;
        this.unindexed = unindexed;
    }

    /**
     * Orders.
     *
     * @param otherwise the key where none is asked for
     * @param ties what tells rows apart that are the same by the keys, so that pages do not overlap; in the direction
     *     of the last key
     */
    static Orders of(String otherwise, Map<String, Field<?>> keys, Field<?>... ties) {
        return new Orders(List.of(otherwise), Map.copyOf(keys), List.of(ties), List.of(), Set.of());
    }

    /**
     * These, but that a stretch of time comes in the order of that time where no order is asked for: it is read from
     * its index. By another order every row before the first that fits would be looked at, so that those that fit are
     * sorted instead.
     *
     * @param keys the first of them that is asked for counts
     */
    Orders byStretchOf(String... keys) {
        return new Orders(otherwise, this.keys, ties, List.of(keys), unindexed);
    }

    /** These, of which no index gives some: what is asked for by one of them is sorted. */
    Orders withoutIndex(String... keys) {
        return new Orders(otherwise, this.keys, ties, moments, Set.of(keys));
    }

    /** The keys, each of which may follow a minus. */
    public Set<String> keys() {
        return keys.keySet();
    }

    /** Reads {@code order_by}. */
    public Ordered read(Filters.Asked asked) {
        List<String> order = asked.order(keys());
        List<String> stretches = moments.stream()
                .filter(key -> BOUNDS.stream().anyMatch(bound -> asked.moment(key + bound) != null))
                .toList();
        if (order.isEmpty()) {
            return by(stretches.stream().limit(1).toList());
        }
        Ordered by = by(order);
        boolean isAcross = !stretches.isEmpty() && !stretches.contains(key(order.getFirst()));
        return isAcross ? by.sorted() : by;
    }

    private static String key(String order) {
        return order.startsWith("-") ? order.substring(1) : order;
    }

    /** By keys that were checked; none: as lists are otherwise. */
    Ordered by(List<String> asked) {
        List<String> names = asked.isEmpty() ? otherwise : asked;
        List<Ordered.Key> all = new ArrayList<>();
        boolean down = false;
        for (String name : names) {
            down = name.startsWith("-");
            Field<?> field = keys.get(key(name));
            if (field == null) {
                throw new IllegalArgumentException("no order by " + name);
            }
            all.add(new Ordered.Key(field, down));
        }
        for (Field<?> tie : ties) {
            if (all.stream().noneMatch(key -> key.field().equals(tie))) {
                all.add(new Ordered.Key(tie, down));
            }
        }
        Ordered by = new Ordered(String.join(",", names), all, /* isSorted= */ false);
        return unindexed.contains(key(names.getFirst())) ? by.sorted() : by;
    }
}
