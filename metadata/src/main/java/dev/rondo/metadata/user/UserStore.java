package dev.rondo.metadata.user;

import static dev.rondo.metadata.jooq.Tables.ACCESS_TOKEN;
import static dev.rondo.metadata.jooq.Tables.APP_USER;

import dev.rondo.metadata.Transactions;
import dev.rondo.metadata.user.GrantStore.Grant;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Users and their tokens. Passwords and tokens are kept as hashes only. */
public final class UserStore {

    // A sign-in removes so many expired tokens, so that the table stays small without a job of its own.
    private static final int EXPIRED_AT_ONCE = 100;

    private final Transactions transactions;

    public UserStore(Transactions transactions) {
        this.transactions = transactions;
    }

    /** A user. {@code passwordHash} is argon2id's own text. */
    public record User(String username, String passwordHash, String role) {
        @Override
        public String toString() {
            return "User[" + username + ", " + role + "]";
        }
    }

    /** Who has signed in, with the roles that they have for single DAGs. */
    public record SignedIn(User user, List<Grant> grants) {
        public SignedIn {
            grants = List.copyOf(grants);
        }
    }

    /** The user of that name who may sign in. */
    public Optional<User> find(String username) {
        return transactions.call(db -> db.selectFrom(APP_USER)
                .where(APP_USER.USERNAME.eq(username), APP_USER.DISABLED_AT.isNull())
                .fetchOptional(r -> new User(r.getUsername(), r.getPasswordHash(), r.getRole())));
    }

    /** Whether there is any user. */
    public boolean isEmpty() {
        return transactions.call(db -> !db.fetchExists(APP_USER));
    }

    /**
     * Adds a user.
     *
     * @return false when there is one of that name: it stays as it is
     */
    public boolean add(User user, Instant now) {
        return transactions.call(db -> db.insertInto(APP_USER)
                        .set(APP_USER.USERNAME, user.username())
                        .set(APP_USER.PASSWORD_HASH, user.passwordHash())
                        .set(APP_USER.ROLE, user.role())
                        .set(APP_USER.CREATED_AT, now)
                        .onConflictDoNothing()
                        .execute()
                == 1);
    }

    /**
     * Keeps a token of a user who has signed in, by its hash.
     *
     * @return false when the user may not sign in any more with that password: it is not kept
     */
    public boolean addToken(String tokenHash, User user, Instant now, Instant expiresAt) {
        return transactions.call(db -> {
            // By the password that was checked: whoever changes it meanwhile ends the sign-ins there are.
            boolean signedIn = db.update(APP_USER)
                            .set(APP_USER.LAST_SIGN_IN_AT, now)
                            .where(
                                    APP_USER.USERNAME.eq(user.username()),
                                    APP_USER.PASSWORD_HASH.eq(user.passwordHash()),
                                    APP_USER.DISABLED_AT.isNull())
                            .execute()
                    == 1;
            if (!signedIn) {
                return false;
            }
            db.deleteFrom(ACCESS_TOKEN)
                    .where(ACCESS_TOKEN.TOKEN_HASH.in(db.select(ACCESS_TOKEN.TOKEN_HASH)
                            .from(ACCESS_TOKEN)
                            .where(ACCESS_TOKEN.EXPIRES_AT.lt(now))
                            .limit(EXPIRED_AT_ONCE)))
                    .execute();
            db.insertInto(ACCESS_TOKEN)
                    .set(ACCESS_TOKEN.TOKEN_HASH, tokenHash)
                    .set(ACCESS_TOKEN.USERNAME, user.username())
                    .set(ACCESS_TOKEN.CREATED_AT, now)
                    .set(ACCESS_TOKEN.EXPIRES_AT, expiresAt)
                    .execute();
            return true;
        });
    }

    /** The user of a token that has not expired. */
    public Optional<SignedIn> findByToken(String tokenHash, Instant now) {
        return transactions.call(db -> db.select(APP_USER.USERNAME, APP_USER.PASSWORD_HASH, APP_USER.ROLE)
                .from(ACCESS_TOKEN)
                .join(APP_USER)
                .on(APP_USER.USERNAME.eq(ACCESS_TOKEN.USERNAME))
                .where(
                        ACCESS_TOKEN.TOKEN_HASH.eq(tokenHash),
                        ACCESS_TOKEN.EXPIRES_AT.gt(now),
                        APP_USER.DISABLED_AT.isNull())
                .fetchOptional(r -> new SignedIn(
                        new User(r.value1(), r.value2(), r.value3()), GrantStore.of(db, r.value1(), r.value3()))));
    }

    /** Forgets a token. */
    public void removeToken(String tokenHash) {
        transactions.run(db -> db.deleteFrom(ACCESS_TOKEN)
                .where(ACCESS_TOKEN.TOKEN_HASH.eq(tokenHash))
                .execute());
    }
}
