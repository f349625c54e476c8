package dev.rondo.webserver.oidc;

import dev.rondo.webserver.rest.Role;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which identity provider signs users in, and what becomes of them here.
 *
 * @param issuer as the provider names itself; {@code /.well-known/openid-configuration} lies below it. TLS, but on this
 *     machine
 * @param clientSecret null: the provider knows this server as a public client, by PKCE alone
 * @param name of the provider, on the button
 * @param scopes {@code openid} among them
 * @param usernameClaim what a user is called here; one that users cannot change themselves
 * @param groupsClaim the groups of a user, by its name or by a path, {@code realm_access.roles}
 * @param roles by the names of groups; empty: an admin gives roles, and a sign-in changes none
 * @param defaultRole of who is in none of these groups; null: they are not let in
 * @param createUsers whether whoever the provider knows is made a user here; if not, they are users whom an admin made
 * @param redirectUri where the provider sends browsers back to; null: where they came from
 * @param patience how long each answer of the provider is waited for. Default {@link #PATIENCE}
 */
public record OidcConfig(
        URI issuer,
        String clientId,
        @Nullable String clientSecret,
        String name,
        List<String> scopes,
        String usernameClaim,
        String groupsClaim,
        Map<String, Role> roles,
        @Nullable Role defaultRole,
        boolean createUsers,
        @Nullable URI redirectUri,
        Duration patience) {

    /** Long enough for a provider that has just started, short enough for who waits before a white page. */
    public static final Duration PATIENCE = Duration.ofSeconds(5);

    /** The path that the provider sends browsers back to. */
    public static final String CALLBACK = "/auth/oidc/callback";

    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    public OidcConfig {
        scopes = List.copyOf(scopes);
        roles = Map.copyOf(roles);
        boolean isSafe = "https".equals(issuer.getScheme())
                || "http".equals(issuer.getScheme()) && THIS_MACHINE.contains(String.valueOf(issuer.getHost()));
        if (!isSafe || issuer.getHost() == null || issuer.getQuery() != null || issuer.getFragment() != null) {
            throw new IllegalArgumentException(
                    "the issuer must be an https URL without ? and #, or http on this machine, was " + issuer);
        }
        if (clientId.isBlank()) {
            throw new IllegalArgumentException("the client id is empty");
        }
        if (!scopes.contains("openid")) {
            throw new IllegalArgumentException("the scopes must have openid among them, were " + scopes);
        }
        if (redirectUri != null && (!redirectUri.isAbsolute() || !CALLBACK.equals(redirectUri.getPath()))) {
            throw new IllegalArgumentException(
                    "the redirect URI must be a URL whose path is " + CALLBACK + ", was " + redirectUri);
        }
        if (roles.isEmpty() && defaultRole == null && createUsers) {
            throw new IllegalArgumentException(
                    "nobody could be let in: map groups to roles, or say which role users have at first");
        }
    }

    @Override
    public String toString() {
        return "OidcConfig[" + issuer + ", " + clientId + "]";
    }

    /** The highest role of some groups, or that of all others. */
    Optional<Role> roleOf(Collection<String> groups) {
        return groups.stream()
                .flatMap(group -> Optional.ofNullable(roles.get(group)).stream())
                .max(Comparator.naturalOrder())
                .or(() -> Optional.ofNullable(defaultRole));
    }
}
