package dev.rondo.metadata.query;

import static org.jooq.impl.DSL.noCondition;

import org.jooq.Condition;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/**
 * Which names are meant, as Airflow's clients say it.
 *
 * @param part as of SQL's {@code like}, anywhere in the name and whatever its case; null or {@code ~}: any
 * @param prefix what the name begins with, to the letter; null: anything
 */
public record NamePattern(@Nullable String part, @Nullable String prefix) {

    /** Any name. */
    public static final NamePattern ANY = new NamePattern(null, null);

    Condition on(Field<String> name) {
        Condition where = part == null || part.equals("~") ? noCondition() : name.likeIgnoreCase("%" + part + "%");
        return prefix == null ? where : where.and(name.startsWith(prefix));
    }
}
