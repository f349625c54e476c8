package dev.rondo.metadata.query;

import static dev.rondo.metadata.jooq.Tables.WORKER;
import static org.jooq.impl.DSL.currentInstant;
import static org.jooq.impl.DSL.currentUser;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.function;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.table;

import dev.rondo.metadata.Transactions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jooq.DSLContext;
import org.jooq.Field;

/** PostgreSQL itself: how it is set up, and what its clock says. */
public final class ServerLook {

    private static final Field<String> NAME = field(name("name"), String.class);
    private static final Field<String> SETTING = field(name("setting"), String.class);

    private final Transactions transactions;

    public ServerLook(Transactions transactions) {
        this.transactions = transactions;
    }

    /** Settings by their names; a server that is too old for one leaves it out. */
    public Map<String, String> settings(String... names) {
        return transactions.call(db -> settings(db, List.of(names)));
    }

    private static Map<String, String> settings(DSLContext db, List<String> names) {
        return db.select(NAME, SETTING)
                .from(table(name("pg_settings")))
                .where(NAME.in(names))
                .fetchMap(NAME, SETTING);
    }

    /** How many connections this user may have to this database at once, with those of others. */
    public int connections() {
        return transactions.call(db -> {
            Map<String, String> settings = settings(db, List.of("max_connections", "superuser_reserved_connections"));
            int server = Integer.parseInt(settings.getOrDefault("max_connections", "0"))
                    - Integer.parseInt(settings.getOrDefault("superuser_reserved_connections", "0"));
            Integer database = db.select(field(name("datconnlimit"), Integer.class))
                    .from(table(name("pg_database")))
                    .where(field(name("datname"), String.class).eq(function("current_database", String.class)))
                    .fetchOne(0, Integer.class);
            Integer user = db.select(field(name("rolconnlimit"), Integer.class))
                    .from(table(name("pg_roles")))
                    .where(field(name("rolname"), String.class).eq(currentUser()))
                    .fetchOne(0, Integer.class);
            return IntStream.of(server, database == null ? -1 : database, user == null ? -1 : user)
                    .filter(limit -> limit >= 0)
                    .min()
                    .orElse(server);
        });
    }

    /** What its clock says. */
    public Instant now() {
        return transactions.call(db -> db.select(currentInstant()).fetchSingle().value1());
    }

    /** How many workers have a lease. */
    public int workers() {
        return transactions.call(db -> db.fetchCount(select(WORKER.WORKER_ID)
                .from(WORKER)
                .where(WORKER.STATE.ne("gone"), WORKER.LEASE_UNTIL.gt(currentInstant()))));
    }
}
