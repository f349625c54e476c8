package dev.rondo.cli.login;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.api.ApiClient;
import dev.rondo.cli.api.Profile;
import dev.rondo.worker.stream.Trust;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/** Makes the token of a profile useless, as far as the server lets it. */
final class GivenBack {

    // What tokens of the API begin with. They are revoked by name, as others may use them.
    private static final String MADE_FOR_SCRIPTS = "rondo_";

    private GivenBack() {}

    /** Tells the server; what stays good is said. Who is signed out already is no error. */
    static void by(Profile profile, Trust trust, PrintWriter err) {
        String token = profile.findToken().orElse("");
        if (token.isEmpty()) {
            return;
        }
        if (token.startsWith(MADE_FOR_SCRIPTS)) {
            err.println("rondo: the token itself stays good until it is revoked: rondo tokens revoke NAME");
        } else {
            try {
                var ignored = new ApiClient(profile.url(), trust, new Once(token)).delete("/auth/token");
            } catch (CommandException e) {
                err.println("rondo: the token is forgotten here; the server did not take it back: " + e.getMessage());
            }
        }
        err.flush();
    }

    /** A token that is not renewed: one that is too old is as good as given back. */
    private record Once(String token) implements ApiClient.Tokens {
        @Override
        public String current() {
            return token;
        }

        @Override
        public @Nullable String renewed(String why) {
            return null;
        }
    }
}
