package dev.rondo.cli.api;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A server and who signs in there, as {@code rondo login} keeps them.
 *
 * @param user empty: nobody knows, as for a token that was given
 * @param token null: signed out
 * @param authorities file of those that may sign its certificate, beside the JDK's; null: what the environment says
 */
public record Profile(
        String name,
        URI url,
        String user,
        @Nullable String token,
        @Nullable Path authorities) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,99}");

    /** Whether it may be the name of one. */
    public static boolean isName(String text) {
        return NAME.matcher(text).matches() && !text.equals(Profiles.LOCAL);
    }

    /** The token; empty: signed out. */
    public Optional<String> findToken() {
        return Optional.ofNullable(token);
    }

    /** The file of its authorities; empty: what the environment says holds. */
    public Optional<Path> findAuthorities() {
        return Optional.ofNullable(authorities);
    }

    /** The same, signed out. */
    public Profile signedOut() {
        return new Profile(name, url, user, null, authorities);
    }

    @Override
    public String toString() {
        return "Profile[" + name + ", " + url + ", " + user + "]";
    }
}
