package dev.rondo.metadata.query;

import static dev.rondo.metadata.jooq.Tables.VARIABLE;

import dev.rondo.metadata.Transactions;
import java.util.Optional;
import org.jooq.Condition;
import org.jspecify.annotations.Nullable;

/** Variables, as the API shows them. */
public final class VariableQueries {

    private final Transactions transactions;

    public VariableQueries(Transactions transactions) {
        this.transactions = transactions;
    }

    /** A variable. */
    public record VariableRow(
            String key, String value, @Nullable String description) {
        @Override
        public String toString() {
            return "VariableRow[" + key + "]"; // a value may be a secret
        }
    }

    /** Variables by key, or down from the last. */
    public Listed<VariableRow> list(NamePattern name, boolean down, Page page) {
        Condition where = name.on(VARIABLE.KEY);
        return transactions.call(db -> new Listed<>(
                db.selectFrom(VARIABLE)
                        .where(where)
                        .orderBy(down ? VARIABLE.KEY.desc() : VARIABLE.KEY.asc())
                        .limit(page.limit())
                        .offset(page.offset())
                        .fetch(r -> new VariableRow(r.getKey(), r.getValue(), r.getDescription())),
                db.fetchCount(VARIABLE, where)));
    }

    /** The variable of that key. */
    public Optional<VariableRow> find(String key) {
        return transactions.call(db -> db.selectFrom(VARIABLE)
                .where(VARIABLE.KEY.eq(key))
                .fetchOptional(r -> new VariableRow(r.getKey(), r.getValue(), r.getDescription())));
    }
}
