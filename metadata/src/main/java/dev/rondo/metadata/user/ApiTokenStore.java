package dev.rondo.metadata.user;

import static dev.rondo.metadata.jooq.Tables.API_TOKEN;
import static dev.rondo.metadata.jooq.Tables.APP_USER;

import dev.rondo.metadata.Transactions;
import dev.rondo.metadata.command.AuditTrail;
import dev.rondo.metadata.command.Subject;
import dev.rondo.metadata.jooq.tables.records.ApiTokenRecord;
import dev.rondo.metadata.user.GrantStore.Grant;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** Tokens of the API that users make for scripts. They are kept as hashes only. */
public final class ApiTokenStore {

    /** More than anybody looks after. */
    public static final int MAX_OF_USER = 100;

    // Long enough for whoever looks why a script stopped.
    private static final Duration KEPT = Duration.ofDays(30);

    private static final int OLD_AT_ONCE = 100;

    // A write for each request would be more than most requests cost.
    private static final Duration USE_NOTED_EVERY = Duration.ofMinutes(1);

    private final Transactions transactions;

    public ApiTokenStore(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * What a token may.
     *
     * @param role at most this, and at most its user's
     * @param dagIds only these DAGs and those with one of the tags; both empty: every DAG
     */
    public record Allowed(String role, boolean readOnly, List<String> dagIds, List<String> tags) {
        public Allowed {
            dagIds = List.copyOf(dagIds);
            tags = List.copyOf(tags);
        }
    }

    /**
     * A token.
     *
     * @param lastUsedAt to a minute; null: never
     * @param revokedAt null: it is not
     */
    public record ApiToken(
            long id,
            String username,
            String name,
            Allowed allowed,
            Instant createdAt,
            Instant expiresAt,
            @Nullable Instant lastUsedAt,
            @Nullable Instant revokedAt) {

        /** Of its row. */
        public static ApiToken of(ApiTokenRecord r) {
            return new ApiToken(
                    r.getApiTokenId(),
                    r.getUsername(),
                    r.getName(),
                    new Allowed(r.getRole(), r.getIsReadOnly(), List.of(r.getDagIds()), List.of(r.getTags())),
                    r.getCreatedAt(),
                    r.getExpiresAt(),
                    r.getLastUsedAt(),
                    r.getRevokedAt());
        }
    }

    /** A token that was sent, and the roles that its user has now: for all DAGs, and for single ones. */
    public record Sent(ApiToken token, String userRole, List<Grant> grants) {
        public Sent {
            grants = List.copyOf(grants);
        }
    }

    /** What making one has led to. */
    public sealed interface Outcome {

        /** It is there. */
        record Made(ApiToken token) implements Outcome {}

        /** The user has one of that name. */
        record NameTaken() implements Outcome {}

        /** The user has {@value ApiTokenStore#MAX_OF_USER}. */
        record TooMany() implements Outcome {}
    }

    /** Keeps a new token, by its hash. */
    public Outcome add(
            String tokenHash, String name, Allowed allowed, Instant expiresAt, AuditTrail.Entry entry, Instant now) {
        return transactions.call(db -> {
            removeOld(db, now);
            // Locked, so that two at once count each other.
            db.select(APP_USER.USERNAME)
                    .from(APP_USER)
                    .where(APP_USER.USERNAME.eq(entry.actor()))
                    .forUpdate()
                    .execute();
            // One that has expired keeps nobody from making its successor.
            db.update(API_TOKEN)
                    .set(API_TOKEN.REVOKED_AT, now)
                    .where(
                            API_TOKEN.USERNAME.eq(entry.actor()),
                            API_TOKEN.NAME.eq(name),
                            API_TOKEN.EXPIRES_AT.le(now),
                            API_TOKEN.REVOKED_AT.isNull())
                    .execute();
            Condition live = API_TOKEN.USERNAME.eq(entry.actor()).and(API_TOKEN.REVOKED_AT.isNull());
            if (db.fetchExists(API_TOKEN, live.and(API_TOKEN.NAME.eq(name)))) {
                return new Outcome.NameTaken();
            }
            if (db.fetchCount(API_TOKEN, live) >= MAX_OF_USER) {
                return new Outcome.TooMany();
            }
            ApiTokenRecord made = db.insertInto(API_TOKEN)
                    .set(API_TOKEN.TOKEN_HASH, tokenHash)
                    .set(API_TOKEN.USERNAME, entry.actor())
                    .set(API_TOKEN.NAME, name)
                    .set(API_TOKEN.ROLE, allowed.role())
                    .set(API_TOKEN.IS_READ_ONLY, allowed.readOnly())
                    .set(API_TOKEN.DAG_IDS, allowed.dagIds().toArray(String[]::new))
                    .set(API_TOKEN.TAGS, allowed.tags().toArray(String[]::new))
                    .set(API_TOKEN.CREATED_AT, now)
                    .set(API_TOKEN.EXPIRES_AT, expiresAt)
                    .returning()
                    .fetchSingle();
            AuditTrail.write(db, entry, Subject.made(Subject.token(made.getApiTokenId()), db), now);
            return new Outcome.Made(ApiToken.of(made));
        });
    }

    private static void removeOld(DSLContext db, Instant now) {
        db.deleteFrom(API_TOKEN)
                .where(API_TOKEN.API_TOKEN_ID.in(db.select(API_TOKEN.API_TOKEN_ID)
                        .from(API_TOKEN)
                        .where(API_TOKEN.EXPIRES_AT.lt(now.minus(KEPT)).or(API_TOKEN.REVOKED_AT.lt(now.minus(KEPT))))
                        .limit(OLD_AT_ONCE)))
                .execute();
    }

    /** The token of that hash, expired and revoked ones too, if its user may sign in. Notes that it was used. */
    public Optional<Sent> use(String tokenHash, Instant now) {
        return transactions.call(db -> {
            Optional<Sent> sent = db.select(API_TOKEN.fields())
                    .select(APP_USER.ROLE)
                    .from(API_TOKEN)
                    .join(APP_USER)
                    .on(APP_USER.USERNAME.eq(API_TOKEN.USERNAME))
                    .where(API_TOKEN.TOKEN_HASH.eq(tokenHash), APP_USER.DISABLED_AT.isNull())
                    .fetchOptional(r -> new Sent(
                            ApiToken.of(r.into(API_TOKEN)),
                            r.get(APP_USER.ROLE),
                            GrantStore.of(db, r.get(API_TOKEN.USERNAME), r.get(APP_USER.ROLE))));
            sent.map(Sent::token)
                    .filter(token -> isUseNoted(token, now))
                    .ifPresent(token -> db.update(API_TOKEN)
                            .set(API_TOKEN.LAST_USED_AT, now)
                            // Of several servers at once one writes.
                            .where(
                                    API_TOKEN.API_TOKEN_ID.eq(token.id()),
                                    API_TOKEN
                                            .LAST_USED_AT
                                            .isNull()
                                            .or(API_TOKEN.LAST_USED_AT.le(now.minus(USE_NOTED_EVERY))))
                            .execute());
            return sent;
        });
    }

    private static boolean isUseNoted(ApiToken token, Instant now) {
        Instant last = token.lastUsedAt();
        return token.revokedAt() == null
                && token.expiresAt().isAfter(now)
                && (last == null || !last.isAfter(now.minus(USE_NOTED_EVERY)));
    }

    /** A token that is not revoked. */
    public Optional<ApiToken> find(long id) {
        return transactions.call(db -> db.selectFrom(API_TOKEN)
                .where(API_TOKEN.API_TOKEN_ID.eq(id), API_TOKEN.REVOKED_AT.isNull())
                .fetchOptional(ApiToken::of));
    }

    /**
     * Makes a token useless.
     *
     * @return false when it was already, or there is none
     */
    public boolean revoke(long id, AuditTrail.Entry entry, Instant now) {
        return transactions.call(db -> {
            Subject.Look look = Subject.token(id).look(db);
            boolean revoked = db.update(API_TOKEN)
                            .set(API_TOKEN.REVOKED_AT, now)
                            .where(API_TOKEN.API_TOKEN_ID.eq(id), API_TOKEN.REVOKED_AT.isNull())
                            .execute()
                    == 1;
            if (revoked) {
                AuditTrail.write(db, entry, look.change(db), now);
            }
            return revoked;
        });
    }
}
