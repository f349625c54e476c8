package dev.rondo.metadata.control;

import static dev.rondo.metadata.jooq.Tables.POOL;
import static dev.rondo.metadata.jooq.Tables.TASK_INSTANCE;
import static dev.rondo.metadata.jooq.Tables.VARIABLE;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.val;

import dev.rondo.core.command.Command;
import dev.rondo.metadata.Transactions;
import java.math.BigDecimal;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jooq.Condition;
import org.jooq.DSLContext;

/** Pools and variables, as commands change them: what a change does not give stays as it is. */
public final class SettingStore {

    private final Transactions transactions;

    public SettingStore(Transactions transactions) {
        this.transactions = transactions;
    }

    /** What writing a setting came to. */
    public enum Written {
        DONE,
        /** There is one already, which was to be created. */
        EXISTS,
        /** There is none of that name, which was to be changed. */
        MISSING;

        /** Tries to create or to change; each tells whether it wrote a row. */
        static Written by(Command.Write write, BooleanSupplier create, BooleanSupplier change) {
            return switch (write) {
                case CREATE -> create.getAsBoolean() ? DONE : EXISTS;
                case CHANGE -> change.getAsBoolean() ? DONE : MISSING;
                case EITHER -> {
                    // Neither succeeds only where another has made it, or deleted it, between the two.
                    while (!change.getAsBoolean() && !create.getAsBoolean()) {}
                    yield DONE;
                }
            };
        }
    }

    /** What a deletion came to. */
    public enum Deleted {
        DONE,
        /** There is none of that name. */
        MISSING,
        /** Slots of it are taken, or tasks wait for some. */
        IN_USE
    }

    /** Creates or changes a pool. */
    public Written setPool(Command.SetPool pool) {
        return transactions.call(db -> Written.by(pool.write(), () -> create(db, pool), () -> change(db, pool)));
    }

    private static boolean create(DSLContext db, Command.SetPool pool) {
        boolean countsDeferred = Boolean.TRUE.equals(pool.includeDeferred());
        return db.insertInto(POOL)
                        .set(POOL.NAME, pool.name())
                        .set(POOL.SLOTS, Objects.requireNonNull(pool.slots()))
                        .set(POOL.DESCRIPTION, pool.description())
                        .set(POOL.INCLUDE_DEFERRED, countsDeferred)
                        // There may have been one of that name, and what was deferred then is so still.
                        .set(POOL.USED_SLOTS, countsDeferred ? deferred(db, pool.name()) : 0)
                        .onConflictDoNothing()
                        .execute()
                == 1;
    }

    private static boolean change(DSLContext db, Command.SetPool pool) {
        return db.update(POOL)
                        .set(POOL.SLOTS, pool.slots() == null ? POOL.SLOTS : val(pool.slots()))
                        .set(POOL.USED_SLOTS, POOL.USED_SLOTS.plus(turned(db, pool)))
                        .set(POOL.DESCRIPTION, pool.description() == null ? POOL.DESCRIPTION : val(pool.description()))
                        .set(
                                POOL.INCLUDE_DEFERRED,
                                pool.includeDeferred() == null ? POOL.INCLUDE_DEFERRED : val(pool.includeDeferred()))
                        .where(POOL.NAME.eq(pool.name()))
                        .execute()
                == 1;
    }

    /** How many more slots are taken when deferred instances are counted from now on, or no longer. Locks the pool. */
    private static int turned(DSLContext db, Command.SetPool pool) {
        Boolean before = db.select(POOL.INCLUDE_DEFERRED)
                .from(POOL)
                .where(POOL.NAME.eq(pool.name()))
                .forNoKeyUpdate()
                .fetchOne(POOL.INCLUDE_DEFERRED);
        Boolean after = pool.includeDeferred();
        if (before == null || after == null || before.equals(after)) {
            return 0;
        }
        int deferred = deferred(db, pool.name());
        return after ? deferred : -deferred;
    }

    private static int deferred(DSLContext db, String pool) {
        return db.select(coalesce(sum(TASK_INSTANCE.POOL_SLOTS), inline(BigDecimal.ZERO)))
                .from(TASK_INSTANCE)
                .where(TASK_INSTANCE.POOL.eq(pool), TASK_INSTANCE.STATE.eq("deferred"))
                .fetchSingle()
                .value1()
                .intValueExact();
    }

    /** Deletes a pool of which no slot is taken, and which no task waits for. */
    public Deleted deletePool(String name) {
        return transactions.call(db -> {
            Integer used = db.select(POOL.USED_SLOTS)
                    .from(POOL)
                    .where(POOL.NAME.eq(name))
                    .forUpdate()
                    .fetchOne(POOL.USED_SLOTS);
            if (used == null) {
                return Deleted.MISSING;
            }
            if (used > 0 || isWaitedFor(db, name)) {
                return Deleted.IN_USE;
            }
            db.deleteFrom(POOL).where(POOL.NAME.eq(name)).execute();
            return Deleted.DONE;
        });
    }

    /**
     * Whether a task waits for a slot, or for a moment after which it needs one again: without its pool it would wait
     * for ever. A task that is not ready yet is not asked: {@code why} says then that its pool is gone. Nor is one that
     * is deferred: when it is answered, it is over. Indexes: task_instance_scheduled; task_instance_due, which only so
     * many are in as wait for a moment.
     */
    private static boolean isWaitedFor(DSLContext db, String pool) {
        return isThere(db, pool, TASK_INSTANCE.STATE.eq(inline("scheduled")))
                || isThere(db, pool, TASK_INSTANCE.STATE.in(inline("up_for_retry"), inline("up_for_reschedule")));
    }

    private static boolean isThere(DSLContext db, String pool, Condition state) {
        return db.fetchExists(selectOne().from(TASK_INSTANCE).where(TASK_INSTANCE.POOL.eq(pool), state));
    }

    /** Creates or changes a variable. */
    public Written setVariable(Command.SetVariable variable) {
        return transactions.call(
                db -> Written.by(variable.write(), () -> create(db, variable), () -> change(db, variable)));
    }

    private static boolean create(DSLContext db, Command.SetVariable variable) {
        return db.insertInto(VARIABLE)
                        .set(VARIABLE.KEY, variable.key())
                        .set(VARIABLE.VALUE, Objects.requireNonNull(variable.value()))
                        .set(VARIABLE.DESCRIPTION, variable.description())
                        .onConflictDoNothing()
                        .execute()
                == 1;
    }

    private static boolean change(DSLContext db, Command.SetVariable variable) {
        return db.update(VARIABLE)
                        .set(VARIABLE.VALUE, variable.value() == null ? VARIABLE.VALUE : val(variable.value()))
                        .set(
                                VARIABLE.DESCRIPTION,
                                variable.keepDescription() ? VARIABLE.DESCRIPTION : val(variable.description()))
                        .where(VARIABLE.KEY.eq(variable.key()))
                        .execute()
                == 1;
    }

    /** Deletes a variable; false when there is none. */
    public boolean deleteVariable(String key) {
        return transactions.call(
                db -> db.deleteFrom(VARIABLE).where(VARIABLE.KEY.eq(key)).execute() == 1);
    }
}
