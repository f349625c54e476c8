package dev.rondo.metadata.support;

import static org.jooq.impl.DSL.field;

import dev.rondo.metadata.Transactions;
import java.sql.SQLException;
import java.util.List;
import org.jooq.exception.DataAccessException;

/** Looks at the tables as they are. Writes nothing, and holds no server up: each look has ten seconds at most. */
public final class SupportQueries {

    /** Most rows of a look. */
    public static final int LIMIT = 5_000;

    private final Transactions transactions;

    public SupportQueries(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * The rows of a look, a JSON object each, {@link #LIMIT} of them at most.
     *
     * @throws SQLException when PostgreSQL has no such rows, or takes too long to find them
     */
    public List<String> rows(View view) throws SQLException {
        try {
            return look(view);
        } catch (DataAccessException e) {
            SQLException said = e.getCause(SQLException.class);
            if (said == null) {
                throw e;
            }
            throw said;
        }
    }

    private List<String> look(View view) {
        return transactions.call(db -> {
            int ignored = db.execute("set local transaction read only")
                    + db.execute("set local statement_timeout = '10s'")
                    + db.execute("set local lock_timeout = '1s'");
            return db.select(field("row_to_json(looked)::text", String.class))
                    .from("(" + view.sql() + " limit " + LIMIT + ") looked")
                    .fetch(row -> row.value1());
        });
    }
}
