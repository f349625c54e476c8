package dev.rondo.webserver;

import dev.rondo.core.graph.Limits;
import dev.rondo.webserver.oidc.OidcConfig;
import dev.rondo.webserver.tls.Tls;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the webserver listens and how it behaves.
 *
 * @param host address to listen on
 * @param port 0: any free one. Range 0 to 65,535
 * @param version what {@code /api/v2/version} says
 * @param tokenLife how long a token is good after sign-in. Default 24 h. Range 1 min to 30 days
 * @param patience how long a request waits for a scheduler before it is withdrawn. Default 10 s. Range 50 ms to 60 s
 * @param limits those of the schedulers, so that both give the same reasons
 * @param dagsFolder where uploaded DAG files go; empty: none are taken
 * @param testing whether connections may be tested. Default: they may
 * @param operators which are installed, in the order of their names
 * @param tls null: it speaks plain HTTP
 * @param oidc by which identity provider users sign in; null: by passwords alone
 */
public record WebserverConfig(
        String host,
        int port,
        String version,
        Duration tokenLife,
        Duration patience,
        Limits limits,
        Optional<Path> dagsFolder,
        Testing testing,
        List<OperatorFamily> operators,
        @Nullable Tls tls,
        @Nullable OidcConfig oidc) {

    /** Whether connections may be tested, in Airflow's words. */
    public enum Testing {
        /** Whoever may edit connections may test them. */
        ENABLED,
        /** Nobody may, and the button of the page says so. */
        DISABLED,
        /** Nobody may, and the page has no button. */
        HIDDEN
    }

    public WebserverConfig {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("webserver: port must be 0 to 65535, was " + port);
        }
        operators = List.copyOf(operators);
        within("tokenLife", tokenLife, Duration.ofMinutes(1), Duration.ofDays(30));
        within("patience", patience, Duration.ofMillis(50), Duration.ofMinutes(1));
    }

    /** With the defaults. */
    public static WebserverConfig of(String host, int port, String version) {
        return new WebserverConfig(
                host,
                port,
                version,
                Duration.ofHours(24),
                Duration.ofSeconds(10),
                Limits.DEFAULTS,
                Optional.empty(),
                Testing.ENABLED,
                List.of(),
                null,
                null);
    }

    /** The same with another patience. */
    public WebserverConfig withPatience(Duration other) {
        return new WebserverConfig(
                host, port, version, tokenLife, other, limits, dagsFolder, testing, operators, tls, oidc);
    }

    /** The same with other limits. */
    public WebserverConfig withLimits(Limits other) {
        return new WebserverConfig(
                host, port, version, tokenLife, patience, other, dagsFolder, testing, operators, tls, oidc);
    }

    /** The same with a folder for uploaded DAG files. */
    public WebserverConfig withDagsFolder(Optional<Path> other) {
        return new WebserverConfig(
                host, port, version, tokenLife, patience, limits, other, testing, operators, tls, oidc);
    }

    /** The same with another rule for tests of connections. */
    public WebserverConfig withTesting(Testing other) {
        return new WebserverConfig(
                host, port, version, tokenLife, patience, limits, dagsFolder, other, operators, tls, oidc);
    }

    /** The same with other operators. */
    public WebserverConfig withOperators(List<OperatorFamily> other) {
        return new WebserverConfig(
                host, port, version, tokenLife, patience, limits, dagsFolder, testing, other, tls, oidc);
    }

    /** The same with TLS; null: without. */
    public WebserverConfig withTls(@Nullable Tls other) {
        return new WebserverConfig(
                host, port, version, tokenLife, patience, limits, dagsFolder, testing, operators, other, oidc);
    }

    /** The same with an identity provider; null: without. */
    public WebserverConfig withOidc(@Nullable OidcConfig other) {
        return new WebserverConfig(
                host, port, version, tokenLife, patience, limits, dagsFolder, testing, operators, tls, other);
    }

    private static void within(String name, Duration value, Duration min, Duration max) {
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw new IllegalArgumentException(
                    "webserver: " + name + " must be " + min + " to " + max + ", was " + value);
        }
    }
}
