package dev.rondo.metadata.user;

import static dev.rondo.metadata.jooq.Tables.ACCESS_TOKEN;
import static dev.rondo.metadata.jooq.Tables.APP_USER;

import dev.rondo.metadata.Transactions;
import dev.rondo.metadata.command.AuditTrail;
import dev.rondo.metadata.command.Subject;
import dev.rondo.metadata.jooq.tables.records.AppUserRecord;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** Users as an admin makes, sees and changes them. There is always one admin who may sign in. */
public final class AccountStore {

    private static final String ADMIN = "admin";

    private final Transactions transactions;

    public AccountStore(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * A user.
     *
     * @param active whether they may sign in
     * @param lastSignInAt null: never, or before this was written down
     */
    public record Account(
            String username,
            String firstName,
            String lastName,
            String email,
            String role,
            boolean active,
            Instant createdAt,
            Instant changedAt,
            @Nullable Instant lastSignInAt) {

        /** Of its row. */
        public static Account of(AppUserRecord r) {
            return new Account(
                    r.getUsername(),
                    r.getFirstName(),
                    r.getLastName(),
                    r.getEmail(),
                    r.getRole(),
                    r.getDisabledAt() == null,
                    r.getCreatedAt(),
                    Objects.requireNonNullElse(r.getChangedAt(), r.getCreatedAt()),
                    r.getLastSignInAt());
        }
    }

    /** What is to be changed of a user; null: it stays. */
    public record Change(
            @Nullable String firstName,
            @Nullable String lastName,
            @Nullable String email,
            @Nullable String role,
            @Nullable Boolean active,
            @Nullable String passwordHash) {

        private boolean takesAdminAway() {
            return Boolean.FALSE.equals(active) || role != null && !role.equals(ADMIN);
        }

        /** Whether who has signed in must do so again. */
        private boolean endsSignIns() {
            return Boolean.FALSE.equals(active) || passwordHash != null;
        }

        @Override
        public String toString() {
            return "Change[role=" + role + ", active=" + active + ", password=" + (passwordHash != null) + "]";
        }
    }

    /** What a change has led to. */
    public sealed interface Outcome {

        /** It is so. */
        record Done(Account account) implements Outcome {}

        /** There is no such user. */
        record NoSuchUser() implements Outcome {}

        /** There would be no admin any more who may sign in. */
        record LastAdmin() implements Outcome {}
    }

    /** A user, disabled ones too. */
    public Optional<Account> find(String username) {
        return transactions.call(db ->
                db.selectFrom(APP_USER).where(APP_USER.USERNAME.eq(username)).fetchOptional(Account::of));
    }

    /** Adds a user; empty when there is one of that name, in whatever capitals. */
    public Optional<Account> add(UserStore.User user, Change rest, AuditTrail.Entry entry, Instant now) {
        return transactions.call(db -> {
            Subject.Look look = Subject.user(user.username()).look(db);
            Optional<Account> added = db.insertInto(APP_USER)
                    .set(APP_USER.USERNAME, user.username())
                    .set(APP_USER.PASSWORD_HASH, user.passwordHash())
                    .set(APP_USER.ROLE, user.role())
                    .set(APP_USER.FIRST_NAME, Objects.requireNonNullElse(rest.firstName(), ""))
                    .set(APP_USER.LAST_NAME, Objects.requireNonNullElse(rest.lastName(), ""))
                    .set(APP_USER.EMAIL, Objects.requireNonNullElse(rest.email(), ""))
                    .set(APP_USER.CREATED_AT, now)
                    .set(APP_USER.DISABLED_AT, Boolean.FALSE.equals(rest.active()) ? now : null)
                    .onConflictDoNothing()
                    .returning()
                    .fetchOptional(Account::of);
            added.ifPresent(account -> AuditTrail.write(db, entry, look.change(db), now));
            return added;
        });
    }

    /** Changes a user. A new password ends the sign-ins there are, and so does disabling. */
    public Outcome change(String username, Change change, AuditTrail.Entry entry, Instant now) {
        return transactions.call(db -> {
            if (change.takesAdminAway() && isLastAdmin(db, username)) {
                return new Outcome.LastAdmin();
            }
            AppUserRecord user = db.selectFrom(APP_USER)
                    .where(APP_USER.USERNAME.eq(username))
                    .forUpdate()
                    .fetchOne();
            if (user == null) {
                return new Outcome.NoSuchUser();
            }
            Subject.Look look = Subject.user(username).look(db);
            user.setFirstName(Objects.requireNonNullElse(change.firstName(), user.getFirstName()));
            user.setLastName(Objects.requireNonNullElse(change.lastName(), user.getLastName()));
            user.setEmail(Objects.requireNonNullElse(change.email(), user.getEmail()));
            user.setRole(Objects.requireNonNullElse(change.role(), user.getRole()));
            user.setPasswordHash(Objects.requireNonNullElse(change.passwordHash(), user.getPasswordHash()));
            if (change.active() != null) {
                user.setDisabledAt(change.active() ? null : Objects.requireNonNullElse(user.getDisabledAt(), now));
            }
            user.setChangedAt(now);
            user.store();
            if (change.endsSignIns()) {
                db.deleteFrom(ACCESS_TOKEN)
                        .where(ACCESS_TOKEN.USERNAME.eq(username))
                        .execute();
            }
            AuditTrail.write(db, entry, look.change(db), now);
            return new Outcome.Done(Account.of(user));
        });
    }

    /**
     * Gives a user another password, and ends their other sign-ins.
     *
     * @param user with the hash that was checked
     * @param keptTokenHash the sign-in that goes on
     * @return false when the password is another already, or the user disabled: nothing is changed
     */
    public boolean changePassword(
            UserStore.User user, String passwordHash, String keptTokenHash, AuditTrail.Entry entry, Instant now) {
        return transactions.call(db -> {
            Subject.Look look = Subject.user(user.username()).look(db);
            boolean changed = db.update(APP_USER)
                            .set(APP_USER.PASSWORD_HASH, passwordHash)
                            .set(APP_USER.CHANGED_AT, now)
                            .where(
                                    APP_USER.USERNAME.eq(user.username()),
                                    APP_USER.PASSWORD_HASH.eq(user.passwordHash()),
                                    APP_USER.DISABLED_AT.isNull())
                            .execute()
                    == 1;
            if (changed) {
                db.deleteFrom(ACCESS_TOKEN)
                        .where(ACCESS_TOKEN.USERNAME.eq(user.username()), ACCESS_TOKEN.TOKEN_HASH.ne(keptTokenHash))
                        .execute();
                AuditTrail.write(db, entry, look.change(db), now);
            }
            return changed;
        });
    }

    /** Deletes a user with their sign-ins, tokens and favourites. What they did stays in the event log. */
    public Outcome delete(String username, AuditTrail.Entry entry, Instant now) {
        return transactions.call(db -> {
            if (isLastAdmin(db, username)) {
                return new Outcome.LastAdmin();
            }
            Subject.Look look = Subject.user(username).look(db);
            return db.deleteFrom(APP_USER)
                    .where(APP_USER.USERNAME.eq(username))
                    .returning()
                    .fetchOptional(Account::of)
                    .<Outcome>map(deleted -> {
                        AuditTrail.write(db, entry, look.change(db), now);
                        return new Outcome.Done(deleted);
                    })
                    .orElseGet(Outcome.NoSuchUser::new);
        });
    }

    // All of them are locked: of two who take each other's role at once, one finds the other gone.
    static boolean isLastAdmin(DSLContext db, String username) {
        return db.select(APP_USER.USERNAME)
                .from(APP_USER)
                .where(APP_USER.ROLE.eq(ADMIN), APP_USER.DISABLED_AT.isNull())
                .orderBy(APP_USER.USERNAME)
                .forUpdate()
                .fetch(APP_USER.USERNAME)
                .equals(List.of(username));
    }
}
