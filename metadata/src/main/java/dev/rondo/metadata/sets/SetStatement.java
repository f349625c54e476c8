package dev.rondo.metadata.sets;

import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.param;
import static org.jooq.impl.DSL.when;
import static org.jooq.impl.DSL.with;

import dev.rondo.metadata.Pipeline;
import dev.rondo.metadata.Pipeline.RowReader;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Query;
import org.jooq.ResultQuery;
import org.jspecify.annotations.Nullable;

/**
 * A statement over a set of rows, ready as text. The only parameters it may have are those of its {@link Columns};
 * constants are to be inlined.
 */
public final class SetStatement<R> {

    /** What a statement of {@link #ofEach} fails with: a division by zero, which no other of them does. */
    public static final String NOT_EACH = "22012";

    private static final String FOUND = "found";

    private final Columns<R> columns;
    private final String sql;
    private final boolean counted;

    public SetStatement(Columns<R> columns, Query query) {
        this(columns, query, false);
    }

    private SetStatement(Columns<R> columns, Query query, boolean counted) {
        this.columns = columns;
        this.sql = Rendered.of(query);
        this.counted = counted;
    }

    /**
     * A statement that must find all of its rows. Where one is missing it fails with {@link #NOT_EACH}, in the server:
     * so it can go together with the commit.
     *
     * @param query returns a row for each that it finds
     */
    public static <R> SetStatement<R> ofEach(Columns<R> columns, ResultQuery<?> query) {
        var found = name(FOUND).as(query);
        return new SetStatement<>(
                columns,
                with(found)
                        .select(inline(1)
                                .div(when(count().eq(param("rows", Integer.class)), inline(1))
                                        .otherwise(inline(0))))
                        .from(found),
                true);
    }

    /** The text, for looking at its plan. */
    public String sql() {
        return sql;
    }

    /**
     * Runs it; no rows are no statement.
     *
     * @return how many rows it touched
     */
    public int run(DSLContext transaction, List<? extends R> rows) {
        if (rows.isEmpty()) {
            return 0;
        }
        return transaction.connectionResult(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                bind(statement, rows);
                return statement.executeUpdate();
            }
        });
    }

    /** Runs it when the pipeline is next sent; no rows are no statement. */
    public void addTo(Pipeline transaction, List<? extends R> rows) {
        if (!rows.isEmpty()) {
            transaction.add(sql, parameters(rows));
        }
    }

    /** Runs it with what the pipeline keeps, and reads what it returns; no rows are no statement. */
    public <T> List<T> query(Pipeline transaction, List<? extends R> rows, RowReader<T> reader) {
        return rows.isEmpty() ? List.of() : transaction.query(sql, reader, parameters(rows));
    }

    /** Runs it and reads what it returns; no rows are no statement. */
    public <T> List<T> query(DSLContext transaction, List<? extends R> rows, RowReader<T> reader) {
        if (rows.isEmpty()) {
            return List.of();
        }
        return transaction.connectionResult(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                bind(statement, rows);
                List<T> read = new ArrayList<>();
                try (ResultSet result = statement.executeQuery()) {
                    while (result.next()) {
                        read.add(reader.read(result));
                    }
                }
                return read;
            }
        });
    }

    private void bind(PreparedStatement statement, List<? extends R> rows) throws SQLException {
        @Nullable Object[] parameters = parameters(rows);
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
    }

    private @Nullable Object[] parameters(List<? extends R> rows) {
        @Nullable Object[] arrays = columns.parameters(rows);
        if (!counted) {
            return arrays;
        }
        @Nullable Object[] all = Arrays.copyOf(arrays, arrays.length + 1);
        all[arrays.length] = rows.size();
        return all;
    }
}
