package dev.rondo.metadata.control;

import static dev.rondo.metadata.jooq.Tables.POOL;
import static dev.rondo.metadata.jooq.Tables.TASK_INSTANCE;
import static dev.rondo.metadata.jooq.Tables.VARIABLE;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.val;

import dev.rondo.core.command.Command;
import dev.rondo.metadata.Transactions;
import java.math.BigDecimal;
import java.util.Objects;
import org.jooq.DSLContext;

/** Pools and variables, as commands change them: what a change does not give stays as it is. */
public final class SettingStore {

    private final Transactions transactions;

    public SettingStore(Transactions transactions) {
        this.transactions = transactions;
    }

    /** What a deletion came to. */
    public enum Deleted {
        DONE,
        /** There is none of that name. */
        MISSING,
        /** Slots of it are taken. */
        IN_USE
    }

    /** Creates or changes a pool; false when it exists (to be created) or does not (to be changed). */
    public boolean setPool(Command.SetPool pool) {
        return transactions.call(db -> pool.create()
                ? db.insertInto(POOL)
                                .set(POOL.NAME, pool.name())
                                .set(POOL.SLOTS, Objects.requireNonNull(pool.slots()))
                                .set(POOL.DESCRIPTION, pool.description())
                                .set(POOL.INCLUDE_DEFERRED, Boolean.TRUE.equals(pool.includeDeferred()))
                                .onConflictDoNothing()
                                .execute()
                        == 1
                : db.update(POOL)
                                .set(POOL.SLOTS, pool.slots() == null ? POOL.SLOTS : val(pool.slots()))
                                .set(POOL.USED_SLOTS, POOL.USED_SLOTS.plus(turned(db, pool)))
                                .set(
                                        POOL.DESCRIPTION,
                                        pool.description() == null ? POOL.DESCRIPTION : val(pool.description()))
                                .set(
                                        POOL.INCLUDE_DEFERRED,
                                        pool.includeDeferred() == null
                                                ? POOL.INCLUDE_DEFERRED
                                                : val(pool.includeDeferred()))
                                .where(POOL.NAME.eq(pool.name()))
                                .execute()
                        == 1);
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
        int deferred = db.select(coalesce(sum(TASK_INSTANCE.POOL_SLOTS), inline(BigDecimal.ZERO)))
                .from(TASK_INSTANCE)
                .where(TASK_INSTANCE.POOL.eq(pool.name()), TASK_INSTANCE.STATE.eq("deferred"))
                .fetchSingle()
                .value1()
                .intValueExact();
        return after ? deferred : -deferred;
    }

    /** Deletes a pool of which no slot is taken. */
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
            if (used > 0) {
                return Deleted.IN_USE;
            }
            db.deleteFrom(POOL).where(POOL.NAME.eq(name)).execute();
            return Deleted.DONE;
        });
    }

    /** Creates or changes a variable; false when it exists (to be created) or does not (to be changed). */
    public boolean setVariable(Command.SetVariable variable) {
        return transactions.call(db -> variable.create()
                ? db.insertInto(VARIABLE)
                                .set(VARIABLE.KEY, variable.key())
                                .set(VARIABLE.VALUE, Objects.requireNonNull(variable.value()))
                                .set(VARIABLE.DESCRIPTION, variable.description())
                                .onConflictDoNothing()
                                .execute()
                        == 1
                : db.update(VARIABLE)
                                .set(VARIABLE.VALUE, variable.value() == null ? VARIABLE.VALUE : val(variable.value()))
                                .set(
                                        VARIABLE.DESCRIPTION,
                                        variable.keepDescription() ? VARIABLE.DESCRIPTION : val(variable.description()))
                                .where(VARIABLE.KEY.eq(variable.key()))
                                .execute()
                        == 1);
    }

    /** Deletes a variable; false when there is none. */
    public boolean deleteVariable(String key) {
        return transactions.call(
                db -> db.deleteFrom(VARIABLE).where(VARIABLE.KEY.eq(key)).execute() == 1);
    }
}
