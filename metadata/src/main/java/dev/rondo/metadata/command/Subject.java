package dev.rondo.metadata.command;

import static dev.rondo.metadata.jooq.Tables.API_TOKEN;
import static dev.rondo.metadata.jooq.Tables.APP_USER;
import static dev.rondo.metadata.jooq.Tables.USER_GRANT;

import dev.rondo.metadata.command.Change.Told;
import dev.rondo.sdk.internal.json.JsonArray;
import dev.rondo.sdk.internal.json.JsonBoolean;
import dev.rondo.sdk.internal.json.JsonNull;
import dev.rondo.sdk.internal.json.JsonNumber;
import dev.rondo.sdk.internal.json.JsonString;
import dev.rondo.sdk.internal.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/**
 * What a change is about: looked at before it and after it, in its transaction, it yields what the audit record says.
 * So no store has to tell what it changed, and none can forget a field.
 */
@FunctionalInterface
public interface Subject {

    /** Nothing of which a difference is told. */
    Subject NOTHING = (db, locked) -> Optional.empty();

    /**
     * Reads it.
     *
     * @param locked until the end of the transaction, so that nobody else changes it in between
     * @return empty: it is not there
     */
    Optional<Map<String, Told>> read(DSLContext db, boolean locked);

    /** A user, but for what their password is. */
    static Subject user(String username) {
        return row(
                APP_USER,
                APP_USER.USERNAME.eq(username),
                List.of(APP_USER.PASSWORD_HASH),
                APP_USER.USERNAME,
                APP_USER.FIRST_NAME,
                APP_USER.LAST_NAME,
                APP_USER.EMAIL,
                APP_USER.ROLE,
                APP_USER.DISABLED_AT,
                APP_USER.EXTERNAL_ID,
                APP_USER.PASSWORD_HASH);
    }

    /** A token of the API, but for what it is. */
    static Subject token(long id) {
        return row(
                API_TOKEN,
                API_TOKEN.API_TOKEN_ID.eq(id),
                List.of(),
                API_TOKEN.NAME,
                API_TOKEN.USERNAME,
                API_TOKEN.ROLE,
                API_TOKEN.IS_READ_ONLY,
                API_TOKEN.DAG_IDS,
                API_TOKEN.TAGS,
                API_TOKEN.EXPIRES_AT,
                API_TOKEN.REVOKED_AT);
    }

    /** The role of a user for a DAG or a tag. */
    static Subject grant(String username, String kind, String name) {
        return row(
                USER_GRANT,
                USER_GRANT.USERNAME.eq(username).and(USER_GRANT.KIND.eq(kind)).and(USER_GRANT.NAME.eq(name)),
                List.of(),
                USER_GRANT.ROLE);
    }

    /** The first row that fits. */
    static Subject row(Table<?> table, Condition where, List<Field<?>> secret, Field<?>... fields) {
        Set<Field<?>> secrets = Set.copyOf(secret);
        return (db, locked) -> {
            var query = db.select(fields).from(table).where(where).limit(1);
            Optional<? extends Record> found = locked ? query.forNoKeyUpdate().fetchOptional() : query.fetchOptional();
            return found.map(row -> {
                Map<String, Told> told = new LinkedHashMap<>();
                for (Field<?> field : fields) {
                    told.put(field.getName(), new Told(json(row.get(field)), secrets.contains(field)));
                }
                return told;
            });
        };
    }

    /** This, with something that is worked out of other rows. */
    default Subject with(String name, Function<DSLContext, JsonValue> value) {
        return (db, locked) -> read(db, locked).map(told -> {
            told.put(name, new Told(value.apply(db), false));
            return told;
        });
    }

    /** What is told of something that was just made, whose name nobody knew before. */
    static Change made(Subject subject, DSLContext db) {
        return NOTHING.look(db).change(db, subject);
    }

    /** Looks at it before the change. */
    default Look look(DSLContext db) {
        return new Look(this, read(db, true));
    }

    /** What was seen of it before. */
    record Look(Subject subject, Optional<Map<String, Told>> before) {

        /** What became of it. */
        public Change change(DSLContext db) {
            return change(db, subject);
        }

        /** The same, where only now it is known what was made. */
        Change change(DSLContext db, Subject made) {
            return Change.between(before, made.read(db, false));
        }
    }

    private static JsonValue json(@Nullable Object value) {
        return switch (value) {
            case null -> JsonNull.NULL;
            case Boolean flag -> JsonBoolean.of(flag);
            case Integer number -> JsonNumber.of(number);
            case Long number -> JsonNumber.of(number);
            case String[] texts -> JsonArray.ofStrings(List.of(texts));
            default -> new JsonString(value.toString());
        };
    }
}
