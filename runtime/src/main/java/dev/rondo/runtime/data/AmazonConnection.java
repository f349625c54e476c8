package dev.rondo.runtime.data;

import dev.rondo.sdk.Connection;
import dev.rondo.sdk.internal.json.JsonException;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonValue;
import dev.rondo.storage.amazon.AmazonAccess;
import dev.rondo.storage.amazon.AmazonAccess.Identity;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A connection of type {@code aws} as Airflow has it: login and password are the key, and the extras are
 * {@code aws_session_token, region_name, endpoint_url, profile_name, role_arn, assume_role_kwargs} with
 * {@code ExternalId} and {@code RoleSessionName}, {@code config_kwargs} with {@code signature_version}, and
 * {@code service_config} with {@code s3} and {@code sts} and their {@code endpoint_url}, and {@code bucket_name} of
 * {@code s3}. The key may stand among the extras too.
 */
public final class AmazonConnection {

    private static final String TYPE = "aws";

    // As Airflow signs in where nobody is named.
    private static final String SESSION_NAME = "rondo";

    private static final String ENDPOINT = "endpoint_url";

    private final Connection connection;

    private AmazonConnection(Connection connection) {
        this.connection = connection;
    }

    /**
     * Who asks, and where.
     *
     * @throws IllegalArgumentException when the connection is of another type, or says what cannot be done
     */
    public static AmazonAccess access(Connection connection) {
        if (!connection.type().equals(TYPE)) {
            throw new IllegalArgumentException("connection '" + connection.id() + "' is of type '" + connection.type()
                    + "', and Amazon S3 needs one of type " + TYPE);
        }
        AmazonConnection said = new AmazonConnection(connection);
        return new AmazonAccess(
                said.identity(),
                said.extra("region_name"),
                said.server("s3").or(() -> said.extra(ENDPOINT).map(said::address)),
                said.role());
    }

    /** A bucket that who asks is to have, where the connection names one. */
    public static Optional<String> bucket(Connection connection) {
        return new AmazonConnection(connection).ofService("s3", "bucket_name");
    }

    private Identity identity() {
        Optional<String> keyId = said(connection.login()).or(() -> extra("aws_access_key_id"));
        Optional<String> keySecret = said(connection.password()).or(() -> extra("aws_secret_access_key"));
        Optional<String> profile = extra("profile_name");
        boolean anonymous = object("config_kwargs")
                .findString("signature_version")
                .filter("unsigned"::equals)
                .isPresent();
        if (keyId.isPresent() != keySecret.isPresent()) {
            throw wrong("it has half of a key; give the access key as login and its secret as password, or neither");
        }
        if (keyId.isPresent() && (profile.isPresent() || anonymous) || profile.isPresent() && anonymous) {
            throw wrong(
                    "it says more than one of a key, profile_name and signature_version unsigned; leave one of them");
        }
        if (anonymous) {
            return new Identity.Anonymous();
        }
        if (profile.isPresent()) {
            return new Identity.Profile(profile.get());
        }
        return keyId.isPresent()
                ? new Identity.Key(keyId.get(), keySecret.orElseThrow(), extra("aws_session_token"))
                : new Identity.DefaultChain();
    }

    private static Optional<String> said(@Nullable String text) {
        return Optional.ofNullable(text).filter(it -> !it.isBlank());
    }

    private Optional<AmazonAccess.Role> role() {
        String method = extra("assume_role_method").orElse("assume_role");
        if (!method.equals("assume_role")) {
            throw wrong("assume_role_method '" + method + "' is not supported; leave it out, and let a role be assumed"
                    + " with the credentials of the connection or of the machine");
        }
        JsonObject arguments = object("assume_role_kwargs");
        for (String name : arguments.members().keySet()) {
            if (!List.of("ExternalId", "RoleSessionName").contains(name)) {
                throw wrong("assume_role_kwargs has " + name
                        + ", which is not supported; ExternalId and RoleSessionName are");
            }
        }
        return extra("role_arn")
                .map(arn -> new AmazonAccess.Role(
                        arn,
                        arguments.findString("RoleSessionName").orElse(SESSION_NAME),
                        arguments.findString("ExternalId"),
                        server("sts")));
    }

    private Optional<String> server(String service) {
        return ofService(service, ENDPOINT).map(this::address);
    }

    private Optional<String> ofService(String service, String name) {
        JsonValue said = object("service_config").get(service);
        return said instanceof JsonObject settings
                ? settings.findString(name).filter(text -> !text.isBlank())
                : Optional.empty();
    }

    private String address(String text) {
        try {
            URI uri = URI.create(text);
            if (uri.getHost() != null && List.of("http", "https").contains(uri.getScheme())) {
                return text;
            }
        } catch (IllegalArgumentException e) {
            // told below, as what has no host
        }
        throw wrong(ENDPOINT + " '" + text + "' is no address; write it as https://HOST:PORT");
    }

    private Optional<String> extra(String name) {
        return said(connection.findExtra(name).orElse(null));
    }

    private JsonObject object(String name) {
        Optional<String> said = extra(name);
        if (said.isEmpty()) {
            return JsonObject.EMPTY;
        }
        try {
            if (JsonValue.parse(said.get()) instanceof JsonObject object) {
                return object;
            }
        } catch (JsonException e) {
            // told below, without what it quotes
        }
        throw wrong(name + " is no JSON object");
    }

    private IllegalArgumentException wrong(String why) {
        return new IllegalArgumentException("connection '" + connection.id() + "': " + why);
    }
}
