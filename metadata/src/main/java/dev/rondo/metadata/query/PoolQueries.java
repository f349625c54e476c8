package dev.rondo.metadata.query;

import static dev.rondo.metadata.jooq.Tables.POOL;
import static dev.rondo.metadata.jooq.Tables.TASK_INSTANCE;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.sum;

import dev.rondo.metadata.Transactions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** Pools and what takes their slots, as the API shows them. */
public final class PoolQueries {

    // The states that take a slot, each as an index has them: task_instance_scheduled, _held and _due. Of all at once
    // none has, and every instance there ever was would be read. Inline, or no plan could tell that an index has them.
    private static final List<Condition> ACTIVE = List.of(
            TASK_INSTANCE.STATE.eq(inline("scheduled")),
            TASK_INSTANCE.STATE.in(inline("queued"), inline("running"), inline("restarting")),
            TASK_INSTANCE.STATE.eq(inline("deferred")));

    private final Transactions transactions;

    public PoolQueries(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * A pool.
     *
     * @param slots -1: unlimited
     * @param taken slots of its instances by their state
     */
    public record PoolRow(
            String name, int slots, @Nullable String description, boolean includeDeferred, Map<String, Integer> taken) {
        public PoolRow {
            taken = Map.copyOf(taken);
        }
    }

    /** What may be asked of pools. */
    public static final Filters FILTERS = Filters.of(Filters.names("pool_name", POOL.NAME));

    /** By what pools are ordered. */
    public static final Orders ORDERS = Orders.of(
            "name", Map.of("id", POOL.NAME, "name", POOL.NAME, "pool", POOL.NAME, "slots", POOL.SLOTS), POOL.NAME);

    /** Lists pools. */
    public Listed<PoolRow> list(Wanted wanted, Ordered order, Page page) {
        return transactions.call(db -> rows(db, wanted.condition(), order, page));
    }

    /** Whether there is a pool of that name. */
    public boolean exists(String name) {
        return transactions.call(db -> db.fetchExists(selectOne().from(POOL).where(POOL.NAME.eq(name))));
    }

    /** The pool of that name. */
    public Optional<PoolRow> find(String name) {
        return transactions.call(
                db -> rows(db, POOL.NAME.eq(name), ORDERS.by(List.of()), new Page(1, 0)).rows().stream()
                        .findFirst());
    }

    private static Listed<PoolRow> rows(DSLContext db, Condition where, Ordered order, Page page) {
        var pools = db.selectFrom(POOL)
                .where(where)
                .orderBy(order.fields())
                .limit(page.limit())
                .offset(page.offset())
                .fetch();
        Map<String, Map<String, Integer>> taken = new HashMap<>();
        ACTIVE.forEach(states -> db.select(TASK_INSTANCE.POOL, TASK_INSTANCE.STATE, sum(TASK_INSTANCE.POOL_SLOTS))
                .from(TASK_INSTANCE)
                .where(TASK_INSTANCE.POOL.in(pools.getValues(POOL.NAME)), states)
                .groupBy(TASK_INSTANCE.POOL, TASK_INSTANCE.STATE)
                .forEach(r -> taken.computeIfAbsent(r.value1(), p -> new HashMap<>())
                        .put(r.value2(), r.value3().intValue())));
        return new Listed<>(
                pools.map(p -> new PoolRow(
                        p.getName(),
                        p.getSlots(),
                        p.getDescription(),
                        p.getIncludeDeferred(),
                        taken.getOrDefault(p.getName(), Map.of()))),
                db.fetchCount(POOL, where));
    }
}
