package dev.rondo.metadata.sets;

import dev.rondo.metadata.Pipeline.RowReader;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Query;

/**
 * A statement that is run again and again for ever, ready as text: a process that waits spends less on it than on
 * making it anew each time. Values that a partial index is chosen by are to be inlined.
 */
public final class ReadyStatement {

    private final String sql;

    /** Makes the text; its parameters are the {@code param}s of the query, in the order in which the text has them. */
    public ReadyStatement(Query query) {
        this.sql = Rendered.of(query);
    }

    /** The text, for looking at its plan. */
    public String sql() {
        return sql;
    }

    /**
     * Runs it and reads what it returns.
     *
     * @param parameters numbers, texts, moments or arrays of these
     */
    public <T> List<T> query(DSLContext transaction, RowReader<T> reader, Object... parameters) {
        return transaction.connectionResult(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                for (int i = 0; i < parameters.length; i++) {
                    statement.setObject(i + 1, bound(parameters[i]));
                }
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

    private static Object bound(Object parameter) {
        return parameter instanceof Instant moment ? moment.atOffset(ZoneOffset.UTC) : parameter;
    }

    /** A moment of a row, which must have one in that column (counted from 1). */
    public static Instant moment(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
