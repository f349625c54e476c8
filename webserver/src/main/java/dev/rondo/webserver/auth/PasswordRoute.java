package dev.rondo.webserver.auth;

import dev.rondo.metadata.command.AuditTrail;
import dev.rondo.metadata.user.AccountStore;
import dev.rondo.metadata.user.UserStore;
import dev.rondo.webserver.rest.Api;
import dev.rondo.webserver.rest.Json;
import dev.rondo.webserver.rest.ProblemException;
import dev.rondo.webserver.rest.Request;
import dev.rondo.webserver.rest.Role;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A user's own password, changed by who knows the one before. */
public final class PasswordRoute {

    private final SignInService signIns;
    private final AccountStore accounts;
    private final Passwords passwords;
    private final Json json;
    private final InstantSource clock;

    public PasswordRoute(
            SignInService signIns, AccountStore accounts, Passwords passwords, Json json, InstantSource clock) {
        this.signIns = signIns;
        this.accounts = accounts;
        this.passwords = passwords;
        this.json = json;
        this.clock = clock;
    }

    record Body(@Nullable String oldPassword, @Nullable String newPassword) {
        @Override
        public String toString() {
            return "Body[]";
        }
    }

    record Changed(String username) {}

    /** Declares the route. */
    public void declare(Api api) {
        api.patchSignedIn("/auth/password", Role.NONE, this::change);
    }

    private Changed change(Request request) {
        Body body = request.body(Body.class);
        String username = request.caller().username();
        String before = AuthRoutes.required("body.old_password", body.oldPassword(), AuthRoutes.MAX_PASSWORD);
        String after = NewPassword.checked(
                "body.new_password",
                AuthRoutes.required("body.new_password", body.newPassword(), AuthRoutes.MAX_PASSWORD),
                username);
        if (after.equals(before)) {
            throw ProblemException.invalid("body.new_password", "it is the one there is");
        }
        // Not 401: who asks is signed in, and stays so.
        UserStore.User user =
                signIns.check(username, before, request.remoteAddress()).orElseThrow(PasswordRoute::wrong);
        String kept = request.token().map(SignInService::hash).orElse("");
        AuditTrail.Entry entry = Audited.entry(request, "ChangePassword", json.text(Map.of("username", username)));
        if (!accounts.changePassword(
                user, passwords.hash(after), kept, entry, clock.instant().truncatedTo(ChronoUnit.MICROS))) {
            throw wrong(); // it was changed, or the user disabled, while it was checked
        }
        return new Changed(username);
    }

    private static ProblemException wrong() {
        return ProblemException.invalid("body.old_password", "it is not your password");
    }
}
