package dev.rondo.metadata.sets;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Query;
import org.jspecify.annotations.Nullable;

/**
 * A statement over a set of rows, ready as text. The only parameters it may have are those of its {@link Columns};
 * constants are to be inlined.
 */
public final class SetStatement<R> {

    private final Columns<R> columns;
    private final String sql;

    /** Reads one row of a result. */
    @FunctionalInterface
    public interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    public SetStatement(Columns<R> columns, Query query) {
        this.columns = columns;
        this.sql = Rendered.of(query);
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
        @Nullable Object[] parameters = columns.parameters(rows);
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
    }
}
