package dev.rondo.metadata.query;

import static dev.rondo.metadata.jooq.Tables.VARIABLE;
import static org.jooq.impl.DSL.selectOne;

import dev.rondo.metadata.Transactions;
import java.util.Map;
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

    /** What may be asked of variables. */
    public static final Filters FILTERS = Filters.of(Filters.names("variable_key", VARIABLE.KEY));

    /** By what variables are ordered. */
    public static final Orders ORDERS = Orders.of(
            "key", Map.of("id", VARIABLE.KEY, "key", VARIABLE.KEY, "description", VARIABLE.DESCRIPTION), VARIABLE.KEY);

    /** Lists variables. */
    public Listed<VariableRow> list(Wanted wanted, Ordered order, Page page) {
        Condition where = wanted.condition();
        return transactions.call(db -> new Listed<>(
                db.selectFrom(VARIABLE)
                        .where(where)
                        .orderBy(order.fields())
                        .limit(page.limit())
                        .offset(page.offset())
                        .fetch(r -> new VariableRow(r.getKey(), r.getValue(), r.getDescription())),
                db.fetchCount(VARIABLE, where)));
    }

    /** Whether there is a variable of that key. */
    public boolean exists(String key) {
        return transactions.call(db -> db.fetchExists(selectOne().from(VARIABLE).where(VARIABLE.KEY.eq(key))));
    }

    /** The variable of that key. */
    public Optional<VariableRow> find(String key) {
        return transactions.call(db -> db.selectFrom(VARIABLE)
                .where(VARIABLE.KEY.eq(key))
                .fetchOptional(r -> new VariableRow(r.getKey(), r.getValue(), r.getDescription())));
    }
}
