package dev.rondo.core.protocol;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How records of a class are taken apart and put together, spelled out. Where no form says it, {@link Wire} finds it by
 * reflection, for which the JVM spins some four classes for each class of records: 0.5 ms apiece in a JVM that has just
 * started, and none that an AOT cache keeps. So the messages have one that a task host cannot do without.
 *
 * @param values the values of the components, in their order
 * @param make the record of such values
 */
public record WireForm<R extends Record>(
        Class<R> type, Function<R, @Nullable Object[]> values, Function<@Nullable Object[], R> make) {

    /** The values of a record of this class. */
    @Nullable
    Object[] valuesOf(Record record) {
        return values.apply(type.cast(record));
    }
}
