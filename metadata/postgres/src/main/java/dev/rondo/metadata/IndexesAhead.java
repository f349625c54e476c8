package dev.rondo.metadata;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Indexes of large tables, made before the step that asks for them: {@code create index if not exists NAME on TABLE
 * …;}. In the step's transaction whoever writes the table would wait for as long as that takes, minutes over years of
 * rows. Concurrently made, nobody waits, and the step finds its index there.
 *
 * <p>Each may be killed at any point: an index that was left half made is dropped and made anew, one of a partition
 * that is whole is kept.
 */
final class IndexesAhead {

    private static final Logger LOG = LoggerFactory.getLogger(IndexesAhead.class);

    private static final Pattern INDEX = Pattern.compile("(?m)^create index if not exists (\\w+) on (\\w+)\\b([^;]*);");

    /** An index of less is made within a second. */
    private static final long LARGE_BYTES = 16L << 20;

    private static final String LOCK = "select pg_advisory_lock(hashtext('rondo.indexes_ahead'))";

    private static final String NOT_IN_TIME = "55P03";

    // What is not partitioned is no tree.
    private static final String BYTES = "select coalesce((select sum(pg_table_size(relid)) from"
            + " pg_partition_tree(to_regclass(?))), pg_table_size(to_regclass(?)))";

    private static final String IS_VALID = "select indisvalid from pg_index where indexrelid = to_regclass(?)";

    private static final String IS_PARTITIONED =
            "select exists (select from pg_partitioned_table where partrelid = to_regclass(?))";

    /** Partitions without an index that belongs to one of their table. */
    private static final String WITHOUT = """
            select i.inhrelid::regclass::text from pg_inherits i where i.inhparent = to_regclass(?) and not exists (
                select from pg_inherits belongs join pg_index x on x.indexrelid = belongs.inhrelid
                where belongs.inhparent = to_regclass(?) and x.indrelid = i.inhrelid)
            order by i.inhrelid
            """;

    private final DataSource database;
    private final Function<String, @Nullable InputStream> scripts;

    /**
     * Those of a database.
     *
     * @param scripts steps by their file's name
     */
    IndexesAhead(DataSource database, Function<String, @Nullable InputStream> scripts) {
        this.database = database;
        this.scripts = scripts;
    }

    private record Index(String name, String table, String definition) {}

    /** Whether a step asks for indexes of tables that are large now. */
    boolean areIn(String script) {
        List<Index> indexes = indexes(script);
        if (indexes.isEmpty()) {
            return false;
        }
        try (Connection connection = database.getConnection()) {
            return !ofLargeTables(connection, indexes).isEmpty();
        } catch (SQLException e) {
            throw failed(script, e);
        }
    }

    /**
     * Makes those indexes of a step whose tables are large; of several processes one does, and the others wait.
     *
     * @throws SchemaException if one cannot be made
     */
    void make(String script) {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(true);
            // The build of whoever holds it waits for each statement that began before.
            runInShortWaits(connection, LOCK);
            // The session ends with the connection, and the lock with it.
            for (Index index : ofLargeTables(connection, indexes(script))) {
                LOG.atInfo().addKeyValue("index", index.name()).log("making an index; writers do not wait for it");
                if (isTrue(connection, IS_PARTITIONED, index.table())) {
                    makeOfPartitions(connection, index);
                } else {
                    make(connection, index);
                }
            }
        } catch (SQLException e) {
            throw failed(script, e);
        }
    }

    private static List<Index> ofLargeTables(Connection connection, List<Index> indexes) throws SQLException {
        List<Index> large = new ArrayList<>();
        for (Index index : indexes) {
            List<String> bytes = texts(connection, BYTES, index.table(), index.table());
            if (!bytes.isEmpty() && Long.parseLong(bytes.getFirst()) > LARGE_BYTES) {
                large.add(index);
            }
        }
        return large;
    }

    private static void make(Connection connection, Index index) throws SQLException {
        List<String> valid = texts(connection, IS_VALID, index.name());
        if (valid.equals(List.of("t"))) {
            return;
        }
        if (!valid.isEmpty()) {
            run(connection, "drop index concurrently " + index.name());
        }
        run(connection, "create index concurrently " + index.name() + " on " + index.table() + index.definition());
    }

    /** Nothing of a partitioned table is made concurrently as a whole: an empty one first, then part by part. */
    private static void makeOfPartitions(Connection connection, Index index) throws SQLException {
        runInShortWaits(
                connection,
                "create index if not exists " + index.name() + " on only " + index.table() + index.definition());
        for (String partition : texts(connection, WITHOUT, index.table(), index.name())) {
            Index part = new Index(partition + "_" + index.name(), partition, index.definition());
            make(connection, part);
            runInShortWaits(connection, "alter index " + index.name() + " attach partition " + part.name());
        }
    }

    /** What takes no time once it has its lock: whoever comes behind it waits no longer than it does. */
    private static void runInShortWaits(Connection connection, String sql) throws SQLException {
        run(connection, "set lock_timeout = '200ms'");
        boolean isDone = false;
        while (!isDone) {
            try {
                run(connection, sql);
                isDone = true;
            } catch (SQLException e) {
                if (!NOT_IN_TIME.equals(e.getSQLState())) {
                    throw e;
                }
            }
        }
        run(connection, "set lock_timeout = 0");
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static boolean isTrue(Connection connection, String sql, String... values) throws SQLException {
        return texts(connection, sql, values).equals(List.of("t"));
    }

    private static List<String> texts(Connection connection, String sql, String... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            List<String> texts = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    String text = rows.getString(1);
                    if (text != null) {
                        texts.add(text);
                    }
                }
            }
            return texts;
        }
    }

    private List<Index> indexes(String script) {
        try (InputStream in = scripts.apply(script)) {
            return in == null
                    ? List.of()
                    : INDEX.matcher(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                            .results()
                            .map(found -> new Index(found.group(1), found.group(2), found.group(3)))
                            .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + script, e);
        }
    }

    private static RuntimeException failed(String script, SQLException e) {
        if (SqlStates.isConnectionLost(e)) {
            return new DatabaseUnavailableException(
                    "the database went away while an index of " + script + " was made", e);
        }
        return new SchemaException("the indexes of " + script + " could not be made: " + e.getMessage(), e);
    }
}
