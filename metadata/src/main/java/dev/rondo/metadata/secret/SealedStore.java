package dev.rondo.metadata.secret;

import static dev.rondo.metadata.jooq.Tables.COMMAND;
import static dev.rondo.metadata.jooq.Tables.CONNECTION;
import static dev.rondo.metadata.jooq.Tables.RETIRED_KEY;
import static dev.rondo.metadata.jooq.Tables.VARIABLE;
import static org.jooq.impl.DSL.function;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.or;

import dev.rondo.core.command.Command;
import dev.rondo.metadata.Transactions;
import dev.rondo.sdk.internal.xcom.XComException;
import dev.rondo.sdk.internal.xcom.XComType;
import java.util.List;
import java.util.Objects;
import java.util.function.BinaryOperator;
import java.util.function.Supplier;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Result;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/**
 * Everything in the database that is sealed, piece by piece: values of variables, passwords and extras of connections,
 * and what commands carried of them, which are kept as the audit record. A row that another changes meanwhile stays as
 * that one left it.
 */
public final class SealedStore {

    private static final XComType COMMANDS = XComType.of(Command.class);
    private static final List<String> KINDS = List.of(
            Command.SetVariable.class.getSimpleName(),
            Command.SetConnection.class.getSimpleName(),
            Command.TestConnection.class.getSimpleName());

    // Who stores a secret is done in milliseconds. While this one waits, whoever comes next waits behind it.
    private static final String LONGEST_WAIT = "10s";
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private final Transactions transactions;

    public SealedStore(Transactions transactions) {
        this.transactions = transactions;
    }

    /** What holds secrets. */
    public enum Kind {
        /** Values of variables, also those that are not sealed yet. */
        VARIABLES,
        /** Passwords and extras of connections. */
        CONNECTIONS,
        /** Commands that set one of them, done or not. */
        COMMANDS
    }

    /**
     * A piece of the rows of a kind.
     *
     * @param seen how many rows there were
     * @param changed how many are other ones now
     * @param last where the next piece goes on
     */
    public record Piece(int seen, int changed, String last) {}

    /** Before the first row of any kind. */
    public static final String START = "";

    /**
     * Goes through the next rows of a kind in the order of their keys, in one transaction.
     *
     * @param after the last row of the piece before, or {@link #START}
     * @param limit most rows
     * @param other from a place and the text that is stored there, what is to be stored; the same text: nothing changes
     */
    public Piece next(Kind kind, String after, int limit, BinaryOperator<String> other) {
        return next(kind, List.of(), after, limit, other);
    }

    /**
     * The same of rows with certain texts.
     *
     * @param beginnings of sealed texts of which a row holds one; empty: all rows
     */
    Piece next(Kind kind, List<String> beginnings, String after, int limit, BinaryOperator<String> other) {
        return transactions.call(db -> switch (kind) {
            case VARIABLES -> variables(db, beginnings, after, limit, other);
            case CONNECTIONS -> connections(db, beginnings, after, limit, other);
            case COMMANDS -> commands(db, beginnings, after, limit, other);
        });
    }

    /**
     * Does some work in one transaction, in which nobody else stores a sealed text: it begins when everybody who was at
     * that is done, and whoever comes next waits for its end.
     *
     * @throws SealException when somebody is at it for too long
     */
    <T> T alone(Supplier<T> work) {
        try {
            return transactions.together(() -> {
                transactions.run(SealedStore::hold);
                return work.get();
            });
        } catch (DataAccessException e) {
            throw LOCK_NOT_AVAILABLE.equals(e.sqlState())
                    ? new SealException(
                            "variables, connections or commands are being written to for longer than " + LONGEST_WAIT
                                    + "; nothing is changed, try again",
                            e)
                    : e;
        }
    }

    private static void hold(DSLContext db) {
        db.select(function("set_config", String.class, inline("lock_timeout"), inline(LONGEST_WAIT), inline(true)))
                .execute();
        db.select(function("hold_sealed_texts", SQLDataType.OTHER)).execute();
    }

    /** Writes down that a key is retired: the database refuses what it has sealed when that is committed. */
    void retire(int key) {
        transactions.run(db -> db.insertInto(RETIRED_KEY)
                .set(RETIRED_KEY.KEY_ID, Integer.toUnsignedLong(key))
                .onConflictDoNothing()
                .execute());
    }

    /** Whether the database refuses what a key has sealed. */
    boolean isRetired(int key) {
        return transactions.call(db -> db.fetchExists(RETIRED_KEY, RETIRED_KEY.KEY_ID.eq(Integer.toUnsignedLong(key))));
    }

    private static Condition begins(List<String> beginnings, TableField<?, String> text) {
        return beginnings.isEmpty()
                ? noCondition()
                : or(beginnings.stream().map(text::startsWith).toList());
    }

    private static Piece variables(
            DSLContext db, List<String> beginnings, String after, int limit, BinaryOperator<String> other) {
        var rows = db.select(VARIABLE.KEY, VARIABLE.VALUE)
                .from(VARIABLE)
                .where(VARIABLE.KEY.gt(after), begins(beginnings, VARIABLE.VALUE))
                .orderBy(VARIABLE.KEY)
                .limit(limit)
                .fetch();
        int changed = 0;
        for (var row : rows) {
            String value = other.apply(Seals.ofVariable(row.value1()), row.value2());
            changed += replace(db, VARIABLE, VARIABLE.KEY.eq(row.value1()), VARIABLE.VALUE, row.value2(), value);
        }
        return piece(rows, VARIABLE.KEY, changed, after);
    }

    private static Piece connections(
            DSLContext db, List<String> beginnings, String after, int limit, BinaryOperator<String> other) {
        var rows = db.select(CONNECTION.CONNECTION_ID, CONNECTION.PASSWORD, CONNECTION.EXTRA)
                .from(CONNECTION)
                .where(
                        CONNECTION.CONNECTION_ID.gt(after),
                        or(begins(beginnings, CONNECTION.PASSWORD), begins(beginnings, CONNECTION.EXTRA)))
                .orderBy(CONNECTION.CONNECTION_ID)
                .limit(limit)
                .fetch();
        int changed = 0;
        for (var row : rows) {
            String id = row.value1();
            Condition same = CONNECTION.CONNECTION_ID.eq(id);
            String password = replaced(Seals.ofPassword(id), row.value2(), other);
            String extra = replaced(Seals.ofExtra(id), row.value3(), other);
            int fields = replace(db, CONNECTION, same, CONNECTION.PASSWORD, row.value2(), password)
                    + replace(db, CONNECTION, same, CONNECTION.EXTRA, row.value3(), extra);
            changed += Math.min(fields, 1);
        }
        return piece(rows, CONNECTION.CONNECTION_ID, changed, after);
    }

    private static Piece commands(
            DSLContext db, List<String> beginnings, String after, int limit, BinaryOperator<String> other) {
        List<String> parts = beginnings.isEmpty() ? List.of(Seals.PREFIX) : beginnings;
        var rows = db.select(COMMAND.COMMAND_ID, COMMAND.BODY)
                .from(COMMAND)
                .where(
                        COMMAND.COMMAND_ID.gt(after.isEmpty() ? 0 : Long.parseLong(after)),
                        COMMAND.KIND.in(KINDS),
                        or(parts.stream().map(COMMAND.BODY::contains).toList()))
                .orderBy(COMMAND.COMMAND_ID)
                .limit(limit)
                .fetch();
        int changed = 0;
        for (var row : rows) {
            String body = body(row.value2(), other);
            changed += replace(db, COMMAND, COMMAND.COMMAND_ID.eq(row.value1()), COMMAND.BODY, row.value2(), body);
        }
        return piece(rows, COMMAND.COMMAND_ID, changed, after);
    }

    /** What a command holds, with other texts; one that another version wrote and this one cannot read stays. */
    private static String body(String stored, BinaryOperator<String> other) {
        Command before;
        try {
            before = (Command) Objects.requireNonNull(COMMANDS.decode(stored));
        } catch (XComException e) {
            return stored;
        }
        Command after = switch (before) {
            case Command.SetVariable set ->
                new Command.SetVariable(
                        set.key(),
                        replaced(Seals.ofVariable(set.key()), set.value(), other),
                        set.description(),
                        set.keepDescription(),
                        set.write());
            case Command.SetConnection set -> connection(set, other);
            case Command.TestConnection test -> new Command.TestConnection(connection(test.as(), other), test.queue());
            default -> before;
        };
        return after.equals(before) ? stored : COMMANDS.encode(after);
    }

    private static Command.SetConnection connection(Command.SetConnection set, BinaryOperator<String> other) {
        return new Command.SetConnection(
                set.id(),
                set.fields(),
                set.type(),
                set.description(),
                set.host(),
                set.login(),
                replaced(Seals.ofPassword(set.id()), set.password(), other),
                set.port(),
                set.schema(),
                replaced(Seals.ofExtra(set.id()), set.extra(), other),
                set.write());
    }

    private static @Nullable String replaced(String place, @Nullable String stored, BinaryOperator<String> other) {
        return stored == null ? null : other.apply(place, stored);
    }

    private static int replace(
            DSLContext db,
            Table<?> table,
            Condition row,
            Field<String> field,
            @Nullable String before,
            @Nullable String after) {
        return Objects.equals(before, after)
                ? 0
                : db.update(table)
                        .set(field, after)
                        .where(row, field.eq(DSL.val(before, String.class)))
                        .execute();
    }

    private static Piece piece(Result<? extends Record> rows, TableField<?, ?> key, int changed, String after) {
        return new Piece(
                rows.size(),
                changed,
                rows.isEmpty() ? after : String.valueOf(rows.getLast().get(key)));
    }
}
