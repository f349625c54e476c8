package dev.rondo.metadata.control;

import static dev.rondo.metadata.jooq.Tables.SECRET_SETTING;

import dev.rondo.metadata.Transactions;
import java.util.Optional;

/** Secrets of the installation itself, each made by the first process that needs it. */
public final class SecretStore {

    private final Transactions transactions;

    public SecretStore(Transactions transactions) {
        this.transactions = transactions;
    }

    /** The secret of that name; {@code made} is kept when there is none yet. Two that make it at once agree on one. */
    public String agree(String name, String made) {
        return transactions.call(db -> {
            db.insertInto(SECRET_SETTING)
                    .set(SECRET_SETTING.NAME, name)
                    .set(SECRET_SETTING.VALUE, made)
                    .onConflictDoNothing()
                    .execute();
            return db.select(SECRET_SETTING.VALUE)
                    .from(SECRET_SETTING)
                    .where(SECRET_SETTING.NAME.eq(name))
                    .fetchSingle()
                    .value1();
        });
    }

    /** Puts another value in the place of one; false: it is not the value any more. */
    public boolean replace(String name, String before, String after) {
        return transactions.call(db -> db.update(SECRET_SETTING)
                        .set(SECRET_SETTING.VALUE, after)
                        .where(SECRET_SETTING.NAME.eq(name), SECRET_SETTING.VALUE.eq(before))
                        .execute()
                == 1);
    }

    /** The secret of that name. */
    public Optional<String> find(String name) {
        return transactions.call(db -> db.select(SECRET_SETTING.VALUE)
                .from(SECRET_SETTING)
                .where(SECRET_SETTING.NAME.eq(name))
                .fetchOptional(SECRET_SETTING.VALUE));
    }
}
