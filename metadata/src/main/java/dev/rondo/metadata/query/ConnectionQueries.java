package dev.rondo.metadata.query;

import static dev.rondo.metadata.jooq.Tables.CONNECTION;

import dev.rondo.metadata.Transactions;
import dev.rondo.metadata.jooq.tables.records.ConnectionRecord;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.SortField;
import org.jspecify.annotations.Nullable;

/** Connections, as they are stored. */
public final class ConnectionQueries {

    private final Transactions transactions;

    public ConnectionQueries(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * A connection.
     *
     * @param password sealed
     * @param extra sealed; a JSON object
     */
    public record ConnectionRow(
            String id,
            String type,
            @Nullable String description,
            @Nullable String host,
            @Nullable String login,
            @Nullable String password,
            @Nullable Integer port,
            @Nullable String schema,
            @Nullable String extra) {}

    /** Connections in an order. */
    public Listed<ConnectionRow> list(NamePattern id, String order, Page page) {
        Condition where = id.on(CONNECTION.CONNECTION_ID);
        return transactions.call(db -> new Listed<>(
                db.selectFrom(CONNECTION)
                        .where(where)
                        .orderBy(orderOf(order), CONNECTION.CONNECTION_ID.asc())
                        .limit(page.limit())
                        .offset(page.offset())
                        .fetch(ConnectionQueries::rowOf),
                db.fetchCount(CONNECTION, where)));
    }

    private static SortField<?> orderOf(String order) {
        boolean down = order.startsWith("-");
        var field = switch (down ? order.substring(1) : order) {
            case "conn_type" -> CONNECTION.CONN_TYPE;
            case "description" -> CONNECTION.DESCRIPTION;
            case "host" -> CONNECTION.HOST;
            case "port" -> CONNECTION.PORT;
            default -> CONNECTION.CONNECTION_ID;
        };
        return down ? field.desc() : field.asc();
    }

    /** The connection of that id. */
    public Optional<ConnectionRow> find(String id) {
        return transactions.call(db -> db.selectFrom(CONNECTION)
                .where(CONNECTION.CONNECTION_ID.eq(id))
                .fetchOptional(ConnectionQueries::rowOf));
    }

    private static ConnectionRow rowOf(ConnectionRecord r) {
        return new ConnectionRow(
                r.getConnectionId(),
                r.getConnType(),
                r.getDescription(),
                r.getHost(),
                r.getLogin(),
                r.getPassword(),
                r.getPort(),
                r.getSchema(),
                r.getExtra());
    }
}
