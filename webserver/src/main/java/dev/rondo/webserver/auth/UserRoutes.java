package dev.rondo.webserver.auth;

import dev.rondo.metadata.command.AuditTrail;
import dev.rondo.metadata.query.AccountQueries;
import dev.rondo.metadata.query.Listed;
import dev.rondo.metadata.user.AccountStore;
import dev.rondo.metadata.user.AccountStore.Account;
import dev.rondo.metadata.user.UserStore;
import dev.rondo.webserver.rest.Api;
import dev.rondo.webserver.rest.Json;
import dev.rondo.webserver.rest.ProblemException;
import dev.rondo.webserver.rest.Request;
import dev.rondo.webserver.rest.Role;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Users, for admins: the paths and shapes of Airflow's FAB auth manager. A user has one role. */
public final class UserRoutes {

    private static final String USERS = "/auth/fab/v1/users";
    private static final String USER = USERS + "/{username}";

    // What fits a path, a header and an event log, and that nobody takes for another: no ~, which means all.
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.@+-]{0,99}");

    private static final int MAX_TEXT = 256;

    private static final Set<String> FIELDS = Set.of("first_name", "last_name", "email", "roles", "active", "password");

    private final AccountStore accounts;
    private final AccountQueries queries;
    private final Passwords passwords;
    private final Json json;
    private final InstantSource clock;

    public UserRoutes(
            AccountStore accounts, AccountQueries queries, Passwords passwords, Json json, InstantSource clock) {
        this.accounts = accounts;
        this.queries = queries;
        this.passwords = passwords;
        this.json = json;
        this.clock = clock;
    }

    record Users(List<User> users, long totalEntries) {}

    record RoleName(@Nullable String name) {}

    /** A user; {@code lastLogin} is null where there was none. */
    record User(
            String username,
            String firstName,
            String lastName,
            String email,
            boolean active,
            List<RoleName> roles,
            @Nullable Instant lastLogin,
            Instant createdOn,
            Instant changedOn) {

        static User of(Account account) {
            return new User(
                    account.username(),
                    account.firstName(),
                    account.lastName(),
                    account.email(),
                    account.active(),
                    List.of(new RoleName(Role.ofWireName(account.role()).fabName())),
                    account.lastSignInAt(),
                    account.createdAt(),
                    account.changedAt());
        }
    }

    record Body(
            @Nullable String username,
            @Nullable String firstName,
            @Nullable String lastName,
            @Nullable String email,
            @Nullable List<RoleName> roles,
            @Nullable Boolean active,
            @Nullable String password) {

        @Override
        public String toString() {
            return "Body[" + username + "]";
        }

        private Body checked() {
            text("body.first_name", firstName);
            text("body.last_name", lastName);
            text("body.email", email);
            return this;
        }

        private static void text(String where, @Nullable String value) {
            if (value != null && Request.checked(where, value).length() > MAX_TEXT) {
                throw ProblemException.invalid(where, "it is longer than " + MAX_TEXT + " characters");
            }
        }

        private String requireName() {
            if (username == null || !NAME.matcher(username).matches()) {
                throw ProblemException.invalid(
                        "body.username",
                        "it must have 1 to 100 letters, digits or any of _.@+- and begin with a letter or digit");
            }
            return username;
        }

        /** Null: none is given. */
        private @Nullable Role role() {
            if (roles == null) {
                return null;
            }
            String name = roles.size() == 1 && roles.getFirst() != null
                    ? roles.getFirst().name()
                    : null;
            if (name == null) {
                throw ProblemException.invalid("body.roles", "name one role: [{\"name\": \"Viewer\"}]");
            }
            return Role.asked("body.roles", name.toLowerCase(Locale.ROOT));
        }

        private @Nullable String password(String username) {
            return password == null ? null : NewPassword.checked("body.password", password, username);
        }
    }

    /** Whether a user may be called so. */
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /** Declares the routes. */
    public void declare(Api api) {
        api.get(USERS, Role.ADMIN, this::list);
        api.createSignedIn(USERS, Role.ADMIN, this::create);
        api.get(USER, Role.ADMIN, request -> User.of(require(request.path("username"))));
        api.patchSignedIn(USER, Role.ADMIN, this::patch);
        api.deleteSignedIn(USER, Role.ADMIN, this::delete);
    }

    private Users list(Request request) {
        Listed<Account> found = queries.list(AccountQueries.ORDERS.read(request), request.page());
        return new Users(found.rows().stream().map(User::of).toList(), found.total());
    }

    private Account require(String username) {
        return accounts.find(username).orElseThrow(() -> none(username));
    }

    static ProblemException none(String username) {
        return ProblemException.notFound("USER_NOT_FOUND", "there is no user '" + username + "'");
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private User create(Request request) {
        Body body = request.body(Body.class).checked();
        String username = body.requireName();
        Role role = body.role();
        String password = body.password(username);
        if (role == null || password == null) {
            throw ProblemException.invalid(role == null ? "body.roles" : "body.password", "it is missing");
        }
        AccountStore.Change rest =
                new AccountStore.Change(body.firstName(), body.lastName(), body.email(), null, body.active(), null);
        return accounts.add(
                        new UserStore.User(username, passwords.hash(password), role.wireName()),
                        rest,
                        entry(request, "CreateUser", username, Map.of("role", role.wireName())),
                        now())
                .map(User::of)
                .orElseThrow(() -> new ProblemException(
                        409,
                        "USER_EXISTS",
                        "there is a user '" + username + "', or one who differs in capitals alone"));
    }

    private User patch(Request request) {
        Body body = request.body(Body.class).checked();
        String username = request.path("username");
        if (body.username() != null && !body.username().equals(username)) {
            throw ProblemException.invalid(
                    "body.username", "a user cannot be renamed: the event log names them; make another one");
        }
        List<String> given = request.queries("update_mask", FIELDS);
        Set<String> mask = given.isEmpty() ? FIELDS : Set.copyOf(given);
        Role role = mask.contains("roles") ? body.role() : null;
        String password = mask.contains("password") ? body.password(username) : null;
        AccountStore.Change change = new AccountStore.Change(
                mask.contains("first_name") ? body.firstName() : null,
                mask.contains("last_name") ? body.lastName() : null,
                mask.contains("email") ? body.email() : null,
                role == null ? null : role.wireName(),
                mask.contains("active") ? body.active() : null,
                password == null ? null : passwords.hash(password));
        return User.of(done(
                username,
                accounts.change(username, change, entry(request, "ChangeUser", username, told(change)), now())));
    }

    private static Map<String, Object> told(AccountStore.Change change) {
        Map<String, Object> told = new LinkedHashMap<>();
        put(told, "first_name", change.firstName());
        put(told, "last_name", change.lastName());
        put(told, "email", change.email());
        put(told, "role", change.role());
        put(told, "active", change.active());
        put(told, "password", change.passwordHash() == null ? null : "changed");
        return told;
    }

    private static void put(Map<String, Object> told, String name, @Nullable Object value) {
        if (value != null) {
            told.put(name, value);
        }
    }

    private void delete(Request request) {
        String username = request.path("username");
        Account ignored =
                done(username, accounts.delete(username, entry(request, "DeleteUser", username, Map.of()), now()));
    }

    private static Account done(String username, AccountStore.Outcome outcome) {
        return switch (outcome) {
            case AccountStore.Outcome.Done done -> done.account();
            case AccountStore.Outcome.NoSuchUser none -> throw none(username);
            case AccountStore.Outcome.LastAdmin last ->
                throw new ProblemException(
                        409,
                        "LAST_ADMIN",
                        "'" + username + "' is the last admin who may sign in; make another one before");
        };
    }

    private AuditTrail.Entry entry(Request request, String kind, String username, Map<String, Object> more) {
        Map<String, Object> told = new LinkedHashMap<>(Map.of("username", username));
        told.putAll(more);
        return Audited.entry(request, kind, json.text(told));
    }
}
