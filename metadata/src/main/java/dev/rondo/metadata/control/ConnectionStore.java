package dev.rondo.metadata.control;

import static dev.rondo.metadata.jooq.Tables.CONNECTION;

import dev.rondo.core.command.Command;
import dev.rondo.metadata.Transactions;
import dev.rondo.metadata.control.SettingStore.Written;
import dev.rondo.metadata.jooq.tables.records.ConnectionRecord;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.TableField;
import org.jspecify.annotations.Nullable;

/** Connections, as commands change them. */
public final class ConnectionStore {

    private final Transactions transactions;

    public ConnectionStore(Transactions transactions) {
        this.transactions = transactions;
    }

    /** Creates or changes a connection. */
    public Written set(Command.SetConnection connection) {
        Map<TableField<ConnectionRecord, ?>, @Nullable Object> all = fields(connection);
        return transactions.call(db ->
                Written.by(connection.write(), () -> create(db, connection, all), () -> change(db, connection, all)));
    }

    private static boolean create(
            DSLContext db,
            Command.SetConnection connection,
            Map<TableField<ConnectionRecord, ?>, @Nullable Object> all) {
        return db.insertInto(CONNECTION)
                        .set(CONNECTION.CONNECTION_ID, connection.id())
                        .set(all)
                        .onConflictDoNothing()
                        .execute()
                == 1;
    }

    private static boolean change(
            DSLContext db,
            Command.SetConnection connection,
            Map<TableField<ConnectionRecord, ?>, @Nullable Object> all) {
        Map<Field<?>, @Nullable Object> changed = new LinkedHashMap<>(all);
        changed.keySet().removeIf(field -> !connection.fields().contains(field.getName()));
        // Set to itself, so that a change of nothing tells whether there is one, too.
        changed.put(CONNECTION.CONNECTION_ID, connection.id());
        return db.update(CONNECTION)
                        .set(changed)
                        .where(CONNECTION.CONNECTION_ID.eq(connection.id()))
                        .execute()
                == 1;
    }

    private static Map<TableField<ConnectionRecord, ?>, @Nullable Object> fields(Command.SetConnection c) {
        Map<TableField<ConnectionRecord, ?>, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put(
                CONNECTION.CONN_TYPE, c.write() == Command.Write.CHANGE ? c.type() : Objects.requireNonNull(c.type()));
        fields.put(CONNECTION.DESCRIPTION, c.description());
        fields.put(CONNECTION.HOST, c.host());
        fields.put(CONNECTION.LOGIN, c.login());
        fields.put(CONNECTION.PASSWORD, c.password());
        fields.put(CONNECTION.PORT, c.port());
        fields.put(CONNECTION.SCHEMA, c.schema());
        fields.put(CONNECTION.EXTRA, c.extra());
        return fields;
    }

    /** Deletes a connection; false when there is none. */
    public boolean delete(String id) {
        return transactions.call(db ->
                db.deleteFrom(CONNECTION).where(CONNECTION.CONNECTION_ID.eq(id)).execute() == 1);
    }
}
