package dev.rondo.cli.server;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.ExitCode;
import dev.rondo.cli.Setting;
import dev.rondo.webserver.oidc.OidcConfig;
import dev.rondo.webserver.rest.Role;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** By which identity provider users sign in, as the environment says. */
final class OidcSettings {

    private static final List<String> ROLES = List.of("none", "viewer", "user", "op", "admin");

    private OidcSettings() {}

    /**
     * The provider; empty: passwords alone.
     *
     * @throws CommandException when it cannot be used, or half of it is not said
     */
    static Optional<OidcConfig> of(Map<String, String> environment) {
        Optional<String> issuer = Setting.OIDC_ISSUER.in(environment);
        Optional<String> client = Setting.OIDC_CLIENT_ID.in(environment);
        if (issuer.isPresent() != client.isPresent()) {
            throw wrong("RONDO_OIDC_ISSUER and RONDO_OIDC_CLIENT_ID belong together; "
                    + (client.isPresent() ? "RONDO_OIDC_ISSUER" : "RONDO_OIDC_CLIENT_ID") + " is not set");
        }
        return issuer.map(given -> config(given, client.orElseThrow(), environment));
    }

    private static OidcConfig config(String issuer, String client, Map<String, String> environment) {
        Map<String, Role> roles = roles(Setting.OIDC_ROLES.in(environment).orElse(""));
        try {
            return new OidcConfig(
                    URI.create(issuer),
                    client,
                    secret(environment),
                    Setting.OIDC_NAME.in(environment).orElse("single sign-on"),
                    List.of(Setting.OIDC_SCOPES
                            .in(environment)
                            .orElse("openid profile email")
                            .split("[ ,]+")),
                    Setting.OIDC_USERNAME_CLAIM.in(environment).orElse("preferred_username"),
                    Setting.OIDC_GROUPS_CLAIM.in(environment).orElse("groups"),
                    roles,
                    Setting.OIDC_DEFAULT_ROLE
                            .in(environment)
                            .map(role -> role("RONDO_OIDC_DEFAULT_ROLE", role))
                            .orElse(null),
                    creates(environment),
                    Setting.OIDC_REDIRECT_URI.in(environment).map(URI::create).orElse(null),
                    OidcConfig.PATIENCE);
        } catch (IllegalArgumentException e) {
            throw new CommandException(ExitCode.CONFIG, "RONDO_OIDC_…: " + e.getMessage(), e);
        }
    }

    private static boolean creates(Map<String, String> environment) {
        String given = Setting.OIDC_CREATE_USERS.in(environment).orElse("true");
        return switch (given) {
            case "true" -> true;
            case "false" -> false;
            default -> throw wrong("RONDO_OIDC_CREATE_USERS must be true or false, was '" + given + "'");
        };
    }

    private static @Nullable String secret(Map<String, String> environment) {
        Optional<String> file = Setting.OIDC_CLIENT_SECRET_FILE.in(environment);
        if (file.isEmpty()) {
            return Setting.OIDC_CLIENT_SECRET.in(environment).orElse(null);
        }
        try {
            return Files.readString(Path.of(file.get())).strip();
        } catch (IOException e) {
            throw new CommandException(
                    ExitCode.CONFIG,
                    "cannot read the client secret from " + file.get() + " (RONDO_OIDC_CLIENT_SECRET_FILE): "
                            + e.getMessage(),
                    e);
        }
    }

    private static Map<String, Role> roles(String text) {
        Map<String, Role> roles = new LinkedHashMap<>();
        Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(pair -> !pair.isEmpty())
                .forEach(pair -> {
                    int sign = pair.lastIndexOf('=');
                    if (sign < 1) {
                        throw wrong("RONDO_OIDC_ROLES must be GROUP=ROLE, separated by commas; '" + pair + "' is not");
                    }
                    roles.put(
                            pair.substring(0, sign).strip(),
                            role("RONDO_OIDC_ROLES", pair.substring(sign + 1).strip()));
                });
        return roles;
    }

    private static Role role(String where, String name) {
        if (!ROLES.contains(name)) {
            throw wrong(where + ": '" + name + "' is not one of " + String.join(", ", ROLES));
        }
        return Role.ofWireName(name);
    }

    private static CommandException wrong(String why) {
        return new CommandException(ExitCode.CONFIG, why);
    }
}
