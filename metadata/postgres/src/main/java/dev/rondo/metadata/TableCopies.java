package dev.rondo.metadata;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import org.postgresql.PGConnection;

/**
 * Whole tables as PostgreSQL writes and reads them ({@code COPY}), on one connection and in one transaction: what is
 * read is of one moment, and what is written is there whole or not at all. Which tables there are the database itself
 * says, so that a later schema needs nothing here.
 */
public final class TableCopies implements AutoCloseable {

    // Steps of the schema are each database's own; processes that run here run nowhere else.
    private static final Set<String> LEFT_OUT = Set.of("flyway_schema_history", "job");

    /** Has a row from its first migration on. */
    private static final String POOL = "pool";

    // A command that nobody has carried out belongs to who asked: they ask again.
    private static final Map<String, String> ONLY = Map.of("command", " where done_at is not null");

    private static final String TABLES = """
            select c.relname, a.attname, c.relkind = 'p'
            from pg_class c join pg_attribute a on a.attrelid = c.oid
            where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
                and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
            order by c.relname, a.attnum""";

    private static final String REFERENCES = """
            select distinct child.relname, parent.relname
            from pg_constraint k join pg_class child on child.oid = k.conrelid join pg_class parent on parent.oid = k.confrelid
            where k.contype = 'f' and k.connamespace = current_schema()::regnamespace and k.conrelid <> k.confrelid""";

    private static final String SEQUENCES =
            "select sequencename, coalesce(last_value, 0) from pg_sequences where schemaname = current_schema()";

    private final Connection connection;

    private TableCopies(Connection connection) {
        this.connection = connection;
    }

    /**
     * A table.
     *
     * @param columns in the order of its copy
     */
    public record Table(String name, List<String> columns) {
        public Table {
            columns = List.copyOf(columns);
        }
    }

    /**
     * Sees everything as it is at one moment, and changes nothing.
     *
     * @throws DatabaseUnavailableException when the database cannot be reached
     */
    public static TableCopies toRead(JdbcSettings database) {
        return open(database, "set transaction isolation level repeatable read, read only");
    }

    /** Writes, for {@link #commit} to make it so. */
    public static TableCopies toWrite(JdbcSettings database) {
        return open(database, "set local statement_timeout = 0; set local rondo.copying = 'on'");
    }

    private static TableCopies open(JdbcSettings database, String first) {
        try {
            Connection connection = DriverManager.getConnection(database.url(), database.user(), database.password());
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute(first);
            }
            return new TableCopies(connection);
        } catch (SQLException e) {
            throw new DatabaseUnavailableException("cannot connect to " + database + ": " + e.getMessage(), e);
        }
    }

    /** All tables, each after those that it refers to; partitioned ones last. */
    public List<Table> tables() {
        Map<String, List<String>> columns = new TreeMap<>();
        Map<String, Boolean> partitioned = new HashMap<>();
        rows(TABLES, row -> {
            columns.computeIfAbsent(row.getString(1), name -> new ArrayList<>()).add(row.getString(2));
            partitioned.put(row.getString(1), row.getBoolean(3));
        });
        Map<String, List<String>> references = new HashMap<>();
        rows(
                REFERENCES,
                row -> references
                        .computeIfAbsent(row.getString(1), name -> new ArrayList<>())
                        .add(row.getString(2)));
        ToIntFunction<String> depth = name -> depth(name, references);
        return columns.keySet().stream()
                .filter(name -> !LEFT_OUT.contains(name))
                .sorted(Comparator.comparing((String name) -> partitioned.getOrDefault(name, false))
                        .thenComparingInt(depth)
                        .thenComparing(Comparator.naturalOrder()))
                .map(name -> new Table(name, columns.getOrDefault(name, List.of())))
                .toList();
    }

    // The schema has no references in a circle.
    private static int depth(String table, Map<String, List<String>> references) {
        return references.getOrDefault(table, List.of()).stream()
                .mapToInt(parent -> 1 + depth(parent, references))
                .max()
                .orElse(0);
    }

    /** A table with rows, other than those that every new database has; empty: there is none. */
    public Optional<String> firstWithRows() {
        for (Table table : tables()) {
            List<String> found = new ArrayList<>();
            if (!table.name().equals(POOL)) {
                rows("select 1 from " + quoted(table.name()) + " limit 1", row -> found.add(row.getString(1)));
            }
            if (!found.isEmpty()) {
                return Optional.of(table.name());
            }
        }
        return Optional.empty();
    }

    /** Writes all rows of a table; how many they are. */
    public long write(Table table, OutputStream out) throws IOException {
        String from = "(select " + columns(table) + " from " + quoted(table.name())
                + ONLY.getOrDefault(table.name(), "") + ")";
        try {
            return connection.unwrap(PGConnection.class).getCopyAPI().copyOut("copy " + from + " to stdout", out);
        } catch (SQLException e) {
            throw failed("table " + table.name() + " cannot be read", e);
        }
    }

    /** Adds rows that {@link #write} has written; what a new database has there goes before. */
    public long read(Table table, InputStream in) throws IOException {
        try (Statement statement = connection.createStatement()) {
            if (table.name().equals(POOL)) {
                statement.execute("delete from pool");
            }
            return connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("copy " + quoted(table.name()) + " (" + columns(table) + ") from stdin", in);
        } catch (SQLException e) {
            throw failed("table " + table.name() + " cannot be written", e);
        }
    }

    /** The last value of each sequence. */
    public Map<String, Long> sequences() {
        Map<String, Long> last = new TreeMap<>();
        rows(SEQUENCES, row -> last.put(row.getString(1), row.getLong(2)));
        return last;
    }

    /** Lets a sequence go on after a value. */
    public void goOn(String sequence, long last) {
        if (last > 0) {
            rows("select setval('" + quoted(sequence) + "', " + last + ")", row -> {});
        }
    }

    /** Makes the partitions that the runs written so far need. */
    public void makePartitions(long ahead, long runsEach) {
        rows("select ensure_partitions(" + ahead + ", " + runsEach + ")", row -> {});
    }

    /**
     * The names of all files of the store that something needs, in order; of jars that no version has any more none.
     */
    public List<String> files() {
        List<String> hashes = new ArrayList<>();
        rows(
                "select jar_hash from dag_version union select blob_hash from xcom where blob_hash is not null order by 1",
                row -> hashes.add(row.getString(1)));
        return hashes;
    }

    /** Makes everything so that was written. */
    public void commit() {
        try {
            connection.commit();
        } catch (SQLException e) {
            throw failed("what was written cannot be kept", e);
        }
    }

    private interface Row {
        void of(ResultSet row) throws SQLException;
    }

    private void rows(String query, Row each) {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                each.of(rows);
            }
        } catch (SQLException e) {
            throw failed("the tables cannot be looked at", e);
        }
    }

    private static DatabaseUnavailableException failed(String what, SQLException e) {
        return new DatabaseUnavailableException(what + ": " + e.getMessage(), e);
    }

    private static String columns(Table table) {
        return String.join(
                ", ", table.columns().stream().map(TableCopies::quoted).toList());
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** What was not committed is undone. */
    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw failed("the connection cannot be closed", e);
        }
    }
}
