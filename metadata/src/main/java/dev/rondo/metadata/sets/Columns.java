package dev.rondo.metadata.sets;

import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.param;
import static org.jooq.impl.DSL.unnest;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.jooq.Condition;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.Param;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a set of rows given to a statement, each sent as one array and unnested there as the table
 * {@code given}. Columns are named, typed and filled in one place; the statement refers to them by name.
 *
 * @param <R> what a row is made from
 */
public final class Columns<R> {

    private static final String GIVEN = "given";

    private final List<Column<R>> columns = new ArrayList<>();

    private record Column<R>(
            String name, DataType<?> type, Function<R, @Nullable Object> value, IntFunction<@Nullable Object[]> array) {

        @Nullable
        Object[] values(List<? extends R> rows) {
            @Nullable Object[] values = array.apply(rows.size());
            for (int i = 0; i < values.length; i++) {
                values[i] = value.apply(rows.get(i));
            }
            return values;
        }
    }

    /** Adds a bigint column that is never null. */
    public Columns<R> bigint(String name, ToLongFunction<R> value) {
        return add(name, SQLDataType.BIGINT, value::applyAsLong, Long[]::new);
    }

    /** Adds a bigint column. */
    public Columns<R> optionalBigint(String name, Function<R, @Nullable Long> value) {
        return add(name, SQLDataType.BIGINT, value::apply, Long[]::new);
    }

    /** Adds an int column that is never null. */
    public Columns<R> integer(String name, ToIntFunction<R> value) {
        return add(name, SQLDataType.INTEGER, value::applyAsInt, Integer[]::new);
    }

    /** Adds an int column. */
    public Columns<R> optionalInteger(String name, Function<R, @Nullable Integer> value) {
        return add(name, SQLDataType.INTEGER, value::apply, Integer[]::new);
    }

    /** Adds a boolean column. */
    public Columns<R> bool(String name, Predicate<R> value) {
        return add(name, SQLDataType.BOOLEAN, value::test, Boolean[]::new);
    }

    /** Adds a text column. */
    public Columns<R> text(String name, Function<R, @Nullable String> value) {
        return add(name, SQLDataType.CLOB, value::apply, String[]::new);
    }

    /** Adds a column of moments. They travel as microseconds since 1970: an eighth of the work of parsing a text. */
    public Columns<R> moment(String name, Function<R, @Nullable Instant> value) {
        return add(
                name,
                SQLDataType.BIGINT,
                row -> {
                    Instant moment = value.apply(row);
                    return moment == null ? null : ChronoUnit.MICROS.between(Instant.EPOCH, moment);
                },
                Long[]::new);
    }

    private Columns<R> add(
            String name, DataType<?> type, Function<R, @Nullable Object> value, IntFunction<@Nullable Object[]> array) {
        columns.add(new Column<>(name, type, value, array));
        return this;
    }

    /** The rows, as a table for {@code from}. */
    public Table<?> given() {
        Param<?>[] arrays = columns.stream()
                .map(column -> param(column.name(), column.type().array()))
                .toArray(Param<?>[]::new);
        return unnest(new ParallelArrays(arrays))
                .as(GIVEN, columns.stream().map(Column::name).toArray(String[]::new));
    }

    /** A bigint column of the rows. */
    public Field<Long> bigint(String name) {
        return DSL.field(name(GIVEN, name), SQLDataType.BIGINT);
    }

    /** An int column of the rows. */
    public Field<Integer> integer(String name) {
        return DSL.field(name(GIVEN, name), SQLDataType.INTEGER);
    }

    /** A boolean column of the rows. */
    public Condition bool(String name) {
        return DSL.condition(DSL.field(name(GIVEN, name), SQLDataType.BOOLEAN));
    }

    /** A text column of the rows. */
    public Field<String> text(String name) {
        return DSL.field(name(GIVEN, name), SQLDataType.CLOB);
    }

    /** A column of moments of the rows. */
    public Field<Instant> moment(String name) {
        return new MicrosAsMoment(bigint(name));
    }

    /** The parameters of a statement over these rows, in order. */
    @Nullable
    Object[] parameters(List<? extends R> rows) {
        return columns.stream().map(column -> column.values(rows)).toArray();
    }
}
