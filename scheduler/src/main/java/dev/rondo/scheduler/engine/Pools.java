package dev.rondo.scheduler.engine;

import dev.rondo.metadata.run.PoolRow;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How full the pools are, as far as this scheduler knows. Good enough to plan by; whether a plan holds, the database
 * says when its rows are changed. A pool in which a plan failed is asked first for a while, as others use it too.
 */
final class Pools {

    private final Map<String, PoolRow> pools = new HashMap<>();
    private final Set<String> contended = new HashSet<>();

    /** Takes over what the database has; answers whether that is something else than was known. */
    boolean refresh(Collection<PoolRow> rows) {
        Map<String, PoolRow> before = Map.copyOf(pools);
        pools.clear();
        rows.forEach(this::put);
        return !pools.equals(before);
    }

    void put(PoolRow row) {
        pools.put(row.name(), row);
    }

    /** Takes over what the database has of some; those it does not have are deleted. */
    void refresh(Set<String> names, Collection<PoolRow> rows) {
        pools.keySet().removeAll(names);
        rows.forEach(this::put);
    }

    /** A plan for it did not hold. */
    void contend(Collection<String> names) {
        contended.addAll(names);
    }

    /** Plans hold again, as far as is known: none is to be locked for its plan. */
    void calm() {
        contended.clear();
    }

    /** Whether any is. */
    boolean anyContended() {
        return !contended.isEmpty();
    }

    /** Whether it is to be locked and read before planning. */
    boolean isContended(String name) {
        return contended.contains(name);
    }

    @Nullable
    PoolRow find(String name) {
        return pools.get(name);
    }

    /** How many slots are free; none in a pool that does not exist. */
    int free(String name) {
        PoolRow row = pools.get(name);
        if (row == null) {
            return 0;
        }
        return row.slots() < 0 ? Integer.MAX_VALUE : row.slots() - row.usedSlots();
    }

    /** Whether deferred instances take slots of it. */
    boolean countsDeferred(String name) {
        PoolRow row = pools.get(name);
        return row != null && row.includeDeferred();
    }
}
