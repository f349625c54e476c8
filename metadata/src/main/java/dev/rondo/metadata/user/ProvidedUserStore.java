package dev.rondo.metadata.user;

import static dev.rondo.metadata.jooq.Tables.APP_USER;
import static org.jooq.impl.DSL.lower;

import dev.rondo.metadata.Transactions;
import dev.rondo.metadata.command.AuditTrail;
import dev.rondo.metadata.command.Change;
import dev.rondo.metadata.command.Subject;
import dev.rondo.metadata.jooq.tables.records.AppUserRecord;
import dev.rondo.metadata.user.UserStore.User;
import java.time.Instant;
import java.util.Locale;
import java.util.function.BiFunction;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** Users whom an identity provider signs in. They are known by what it calls them for ever, not by their names. */
public final class ProvidedUserStore {

    private static final String ADMIN = "admin";

    private final Transactions transactions;

    public ProvidedUserStore(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * Somebody whom the provider let in.
     *
     * @param externalId what never changes, and is never given to another
     * @param passwordHash of a password that nobody knows, where the user is made
     */
    public record Person(
            String externalId, String username, String firstName, String lastName, String email, String passwordHash) {
        @Override
        public String toString() {
            return "Person[" + username + "]";
        }
    }

    /**
     * What becomes of them.
     *
     * @param role theirs from now on; null: a user keeps what they have
     * @param roleAtFirst of who is made now; null: nobody is made
     * @param byName whether a user whom an admin has made is theirs by the name alone, at the first sign-in
     * @param entry what the event log says, by the kind and the role before, null where there was none
     */
    public record Terms(
            @Nullable String role,
            @Nullable String roleAtFirst,
            boolean byName,
            BiFunction<String, @Nullable String, AuditTrail.Entry> entry) {}

    /** What a sign-in has led to. */
    public sealed interface Outcome {

        /** It is this user. */
        record Known(User user) implements Outcome {}

        /** They may not sign in. */
        record Disabled() implements Outcome {}

        /** Another user has the name. */
        record NameTaken() implements Outcome {}

        /** There is no such user, and none is made. */
        record NotMade() implements Outcome {}
    }

    /** Finds the user of a person, or makes one. */
    public Outcome signIn(Person person, Terms terms, Instant now) {
        return transactions.call(db -> {
            AppUserRecord user = locked(db, APP_USER.EXTERNAL_ID.eq(person.externalId()));
            if (user == null) {
                user = locked(db, lower(APP_USER.USERNAME).eq(person.username().toLowerCase(Locale.ROOT)));
                if (user != null && !isTheirs(user, person, terms)) {
                    return new Outcome.NameTaken();
                }
            }
            if (user == null) {
                return terms.roleAtFirst() == null ? new Outcome.NotMade() : made(db, person, terms, now);
            }
            return user.getDisabledAt() == null
                    ? new Outcome.Known(known(db, user, person, terms, now))
                    : new Outcome.Disabled();
        });
    }

    // The id is there when another sign-in of theirs was quicker, after which this one waited for the row.
    private static boolean isTheirs(AppUserRecord user, Person person, Terms terms) {
        String id = user.getExternalId();
        return id == null ? terms.byName() : id.equals(person.externalId());
    }

    private static @Nullable AppUserRecord locked(DSLContext db, Condition which) {
        return db.selectFrom(APP_USER).where(which).forUpdate().fetchOne();
    }

    private static Outcome made(DSLContext db, Person person, Terms terms, Instant now) {
        String role = terms.roleAtFirst();
        boolean isMade = db.insertInto(APP_USER)
                        .set(APP_USER.USERNAME, person.username())
                        .set(APP_USER.PASSWORD_HASH, person.passwordHash())
                        .set(APP_USER.ROLE, role)
                        .set(APP_USER.FIRST_NAME, person.firstName())
                        .set(APP_USER.LAST_NAME, person.lastName())
                        .set(APP_USER.EMAIL, person.email())
                        .set(APP_USER.EXTERNAL_ID, person.externalId())
                        .set(APP_USER.CREATED_AT, now)
                        .onConflictDoNothing()
                        .execute()
                == 1;
        if (!isMade) { // by a sign-in at the same moment, of the same person or of a namesake
            AppUserRecord other = locked(db, APP_USER.EXTERNAL_ID.eq(person.externalId()));
            return other == null ? new Outcome.NameTaken() : new Outcome.Known(userOf(other));
        }
        Change change = Subject.made(Subject.user(person.username()), db);
        AuditTrail.write(db, terms.entry().apply("CreateUser", null), change, now);
        return new Outcome.Known(new User(person.username(), person.passwordHash(), String.valueOf(role)));
    }

    private static User known(DSLContext db, AppUserRecord user, Person person, Terms terms, Instant now) {
        String role = terms.role();
        boolean changes = role != null
                && !role.equals(user.getRole())
                && !(user.getRole().equals(ADMIN) && AccountStore.isLastAdmin(db, user.getUsername()));
        Subject.Look look = Subject.user(user.getUsername()).look(db);
        String roleBefore = user.getRole();
        boolean links = user.getExternalId() == null;
        if (links) {
            user.setExternalId(person.externalId());
        }
        if (changes) {
            user.setRole(role);
            user.setChangedAt(now);
        }
        int ignored = user.store(); // what is as it was is not written
        if (links) {
            AuditTrail.write(db, terms.entry().apply("LinkUser", roleBefore), look.change(db), now);
        }
        if (changes) {
            AuditTrail.write(db, terms.entry().apply("ChangeUser", roleBefore), look.change(db), now);
        }
        return userOf(user);
    }

    private static User userOf(AppUserRecord user) {
        return new User(user.getUsername(), user.getPasswordHash(), user.getRole());
    }
}
