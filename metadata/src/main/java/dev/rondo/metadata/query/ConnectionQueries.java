package dev.rondo.metadata.query;

import static dev.rondo.metadata.jooq.Tables.CONNECTION;
import static org.jooq.impl.DSL.selectOne;

import dev.rondo.metadata.Transactions;
import dev.rondo.metadata.jooq.tables.records.ConnectionRecord;
import java.util.Map;
import java.util.Optional;
import org.jooq.Condition;
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

    /** What may be asked of connections. */
    public static final Filters FILTERS = Filters.of(Filters.names("connection_id", CONNECTION.CONNECTION_ID));

    /** By what connections are ordered. */
    public static final Orders ORDERS = Orders.of(
            "connection_id",
            Map.of(
                    "id", CONNECTION.CONNECTION_ID,
                    "conn_id", CONNECTION.CONNECTION_ID,
                    "connection_id", CONNECTION.CONNECTION_ID,
                    "conn_type", CONNECTION.CONN_TYPE,
                    "description", CONNECTION.DESCRIPTION,
                    "host", CONNECTION.HOST,
                    "port", CONNECTION.PORT),
            CONNECTION.CONNECTION_ID);

    /** Lists connections. */
    public Listed<ConnectionRow> list(Wanted wanted, Ordered order, Page page) {
        Condition where = wanted.condition();
        return transactions.call(db -> new Listed<>(
                db.selectFrom(CONNECTION)
                        .where(where)
                        .orderBy(order.fields())
                        .limit(page.limit())
                        .offset(page.offset())
                        .fetch(ConnectionQueries::rowOf),
                db.fetchCount(CONNECTION, where)));
    }

    /** Whether there is a connection of that id. */
    public boolean exists(String id) {
        return transactions.call(
                db -> db.fetchExists(selectOne().from(CONNECTION).where(CONNECTION.CONNECTION_ID.eq(id))));
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
