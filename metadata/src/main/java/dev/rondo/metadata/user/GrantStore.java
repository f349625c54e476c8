package dev.rondo.metadata.user;

import static dev.rondo.metadata.jooq.Tables.APP_USER;
import static dev.rondo.metadata.jooq.Tables.DAG;
import static dev.rondo.metadata.jooq.Tables.DAG_TAG;
import static dev.rondo.metadata.jooq.Tables.USER_GRANT;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.selectCount;
import static org.jooq.impl.DSL.when;

import dev.rondo.metadata.Transactions;
import dev.rondo.metadata.command.AuditTrail;
import dev.rondo.metadata.command.Subject;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/** What users may for single DAGs, or for the DAGs that have a tag, beside the role that they have for all. */
public final class GrantStore {

    /** More than anybody looks after; a tag stands for many DAGs. */
    public static final int MAX_OF_USER = 100;

    private static final String ADMIN = "admin";

    private final Transactions transactions;

    public GrantStore(Transactions transactions) {
        this.transactions = transactions;
    }

    /** What a grant is for. */
    public enum Kind {
        /** One DAG, by its id. */
        DAG,
        /** All DAGs that have a tag, whichever these are at the moment. */
        TAG;

        private String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        private static Kind of(String wireName) {
            return wireName.equals(TAG.wireName()) ? TAG : DAG;
        }
    }

    /** A DAG or a tag. */
    public record Target(Kind kind, String name) {}

    /** A role for a DAG or a tag. */
    public record Grant(Target target, String role) {}

    /**
     * A grant as lists show it.
     *
     * @param dags how many DAGs in force it is for now
     */
    public record Shown(Grant grant, Instant createdAt, int dags) {}

    /** What giving one has led to. */
    public sealed interface Outcome {

        /** It is so. */
        record Done(Shown shown) implements Outcome {}

        /** There is no such user. */
        record NoSuchUser() implements Outcome {}

        /** The user has {@value GrantStore#MAX_OF_USER}. */
        record TooMany() implements Outcome {}
    }

    /** The grants of a user, for whom nothing is narrower than all; an admin has no use of any. */
    static List<Grant> of(DSLContext db, String username, String role) {
        return role.equals(ADMIN)
                ? List.of()
                : db.selectFrom(USER_GRANT)
                        .where(USER_GRANT.USERNAME.eq(username))
                        .limit(MAX_OF_USER)
                        .fetch(r -> new Grant(new Target(Kind.of(r.getKind()), r.getName()), r.getRole()));
    }

    /** The tags of a DAG. */
    public Set<String> tagsOf(String dagId) {
        return transactions.call(db -> Set.copyOf(db.select(DAG_TAG.NAME)
                .from(DAG_TAG)
                .where(DAG_TAG.DAG_ID.eq(dagId))
                .fetch(DAG_TAG.NAME)));
    }

    /** The grants of a user, DAGs first; empty: there is no such user. */
    public Optional<List<Shown>> list(String username) {
        return transactions.call(db -> db.fetchExists(APP_USER, APP_USER.USERNAME.eq(username))
                ? Optional.of(shown(db, username, null))
                : Optional.empty());
    }

    private static List<Shown> shown(DSLContext db, String username, @Nullable Target only) {
        Field<Integer> ofDag =
                field(selectCount().from(DAG).where(DAG.DAG_ID.eq(USER_GRANT.NAME), DAG.IS_ACTIVE.isTrue()));
        Field<Integer> ofTag = field(selectCount()
                .from(DAG_TAG)
                .join(DAG)
                .on(DAG.DAG_ID.eq(DAG_TAG.DAG_ID))
                .where(DAG_TAG.NAME.eq(USER_GRANT.NAME), DAG.IS_ACTIVE.isTrue()));
        Field<Integer> dags =
                when(USER_GRANT.KIND.eq(Kind.DAG.wireName()), ofDag).otherwise(ofTag);
        return db
                .select(USER_GRANT.KIND, USER_GRANT.NAME, USER_GRANT.ROLE, USER_GRANT.CREATED_AT, dags)
                .from(USER_GRANT)
                .where(USER_GRANT.USERNAME.eq(username))
                .orderBy(USER_GRANT.KIND, USER_GRANT.NAME)
                .fetch(r -> new Shown(
                        new Grant(new Target(Kind.of(r.value1()), r.value2()), r.value3()), r.value4(), r.value5()))
                .stream()
                .filter(each -> only == null || each.grant().target().equals(only))
                .toList();
    }

    /**
     * Gives a user a role for a DAG or a tag, in place of the one they had for it.
     *
     * @param entry what the event log says, by the role before, null where there was none
     */
    public Outcome put(String username, Grant grant, Function<@Nullable String, AuditTrail.Entry> entry, Instant now) {
        Target target = grant.target();
        return transactions.call(db -> {
            // Locked, so that two at once count each other.
            boolean known = db.select(APP_USER.USERNAME)
                    .from(APP_USER)
                    .where(APP_USER.USERNAME.eq(username))
                    .forUpdate()
                    .fetchOptional()
                    .isPresent();
            if (!known) {
                return new Outcome.NoSuchUser();
            }
            List<Shown> before = shown(db, username, target);
            Subject.Look look = subject(username, target).look(db);
            if (before.isEmpty() && db.fetchCount(USER_GRANT, USER_GRANT.USERNAME.eq(username)) >= MAX_OF_USER) {
                return new Outcome.TooMany();
            }
            db.insertInto(USER_GRANT)
                    .set(USER_GRANT.USERNAME, username)
                    .set(USER_GRANT.KIND, target.kind().wireName())
                    .set(USER_GRANT.NAME, target.name())
                    .set(USER_GRANT.ROLE, grant.role())
                    .set(USER_GRANT.CREATED_AT, now)
                    .onConflict(USER_GRANT.USERNAME, USER_GRANT.KIND, USER_GRANT.NAME)
                    .doUpdate()
                    .set(USER_GRANT.ROLE, grant.role())
                    .set(USER_GRANT.CREATED_AT, now)
                    .execute();
            AuditTrail.write(
                    db,
                    entry.apply(
                            before.isEmpty() ? null : before.getFirst().grant().role()),
                    look.change(db),
                    now);
            return new Outcome.Done(shown(db, username, target).getFirst());
        });
    }

    private static Subject subject(String username, Target target) {
        return Subject.grant(username, target.kind().wireName(), target.name());
    }

    /**
     * Takes the role for a DAG or a tag back.
     *
     * @param entry what the event log says, by the role before
     * @return false when there was none
     */
    public boolean remove(String username, Target target, Function<String, AuditTrail.Entry> entry, Instant now) {
        return transactions.call(db -> {
            Subject.Look look = subject(username, target).look(db);
            String role = db.deleteFrom(USER_GRANT)
                    .where(
                            USER_GRANT.USERNAME.eq(username),
                            USER_GRANT.KIND.eq(target.kind().wireName()),
                            USER_GRANT.NAME.eq(target.name()))
                    .returning(USER_GRANT.ROLE)
                    .fetchOne(USER_GRANT.ROLE);
            if (role != null) {
                AuditTrail.write(db, entry.apply(role), look.change(db), now);
            }
            return role != null;
        });
    }
}
