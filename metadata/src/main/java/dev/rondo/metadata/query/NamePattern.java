package dev.rondo.metadata.query;

import static org.jooq.impl.DSL.noCondition;

import java.util.regex.Pattern;
import org.jooq.Condition;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/**
 * Which names are meant, as Airflow's clients say it.
 *
 * @param part as of SQL's {@code like}, anywhere in the name and whatever its case; so an underscore is any character;
 *     null or {@code ~}: any
 * @param prefix what the name begins with, to the letter; null: anything
 */
public record NamePattern(@Nullable String part, @Nullable String prefix) {

    /** Any name. */
    public static final NamePattern ANY = new NamePattern(null, null);

    /** Whether nothing is said. */
    public boolean isAny() {
        return (part == null || part.equals("~")) && prefix == null;
    }

    /** Whether a name that is in no table is meant. */
    public boolean matches(String name) {
        return (prefix == null || name.startsWith(prefix))
                && (part == null || part.equals("~") || like(part).matcher(name).find());
    }

    /** SQL's {@code like}: {@code %} is anything, {@code _} one character, a backslash takes the next as it is. */
    private static Pattern like(String part) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            if (c == '\\' && i + 1 < part.length()) {
                regex.append(Pattern.quote(part.substring(++i, i + 1)));
            } else {
                regex.append(c == '%' ? ".*" : c == '_' ? "." : Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL);
    }

    Condition on(Field<String> name) {
        Condition where = part == null || part.equals("~") ? noCondition() : name.likeIgnoreCase("%" + part + "%");
        return prefix == null ? where : where.and(name.startsWith(prefix));
    }
}
