package dev.rondo.webserver.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.JWT;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The identity provider. What it says of itself and its keys are read when they are needed and kept for a while; a
 * provider that cannot be reached costs whoever signs in by it a few seconds, and nobody else.
 */
final class Provider {

    private static final int MAX_BYTES = 1 << 20;

    private static final Duration KEPT = Duration.ofHours(1);

    // Clocks of two machines, both of which are set by the network.
    private static final int CLOCK_SKEW_SECONDS = 60;

    private final OidcConfig config;
    private final LongSupplier nanoTicker;
    private final int timeoutMillis;
    private volatile @Nullable Known known;

    /**
     * Asks nobody yet.
     *
     * @param nanoTicker monotonic
     */
    Provider(OidcConfig config, LongSupplier nanoTicker) {
        this.config = config;
        this.nanoTicker = nanoTicker;
        this.timeoutMillis = (int) config.patience().toMillis();
    }

    private record Known(OIDCProviderMetadata metadata, IDTokenValidator validator, long at) {}

    private Known known() throws OidcException {
        Known last = known;
        if (last != null && nanoTicker.getAsLong() - last.at() < KEPT.toNanos()) {
            return last;
        }
        Issuer issuer = new Issuer(config.issuer());
        try {
            OIDCProviderMetadata metadata = OIDCProviderMetadata.resolve(issuer, timeoutMillis, timeoutMillis);
            Known read = new Known(metadata, validator(issuer, metadata), nanoTicker.getAsLong());
            known = read;
            return read;
        } catch (GeneralException | IOException | IllegalArgumentException e) {
            throw new OidcException(502, config.name() + " cannot be asked at the moment. Try again later", e);
        }
    }

    // Algorithms with a key of the provider's alone: with a shared secret or none, others could make tokens as well.
    private IDTokenValidator validator(Issuer issuer, OIDCProviderMetadata metadata) throws MalformedURLException {
        List<JWSAlgorithm> offered = metadata.getIDTokenJWSAlgs();
        Set<JWSAlgorithm> algorithms = offered == null
                ? Set.of(JWSAlgorithm.RS256)
                : offered.stream()
                        .filter(JWSAlgorithm.Family.SIGNATURE::contains)
                        .collect(Collectors.toUnmodifiableSet());
        JWKSource<SecurityContext> keys = JWKSourceBuilder.create(
                        metadata.getJWKSetURI().toURL(),
                        new DefaultResourceRetriever(timeoutMillis, timeoutMillis, MAX_BYTES))
                .refreshAheadCache(false)
                .build();
        IDTokenValidator validator = new IDTokenValidator(
                issuer, new ClientID(config.clientId()), new JWSVerificationKeySelector<>(algorithms, keys), null);
        validator.setMaxClockSkew(CLOCK_SKEW_SECONDS);
        return validator;
    }

    /** Where a browser is sent for an attempt. */
    URI begin(Attempt attempt, URI redirectUri) throws OidcException {
        return new AuthenticationRequest.Builder(
                        ResponseType.CODE,
                        new Scope(config.scopes().toArray(String[]::new)),
                        new ClientID(config.clientId()),
                        redirectUri)
                .endpointURI(known().metadata().getAuthorizationEndpointURI())
                .state(new State(attempt.state()))
                .nonce(new Nonce(attempt.nonce()))
                .codeChallenge(new CodeVerifier(attempt.verifier()), CodeChallengeMethod.S256)
                .build()
                .toURI();
    }

    /** Whom the provider let in, for the code that it gave the browser. */
    Identity redeem(String code, Attempt attempt, URI redirectUri) throws OidcException {
        Known provider = known();
        JWT token = token(provider.metadata(), code, attempt, redirectUri);
        try {
            return Claims.identity(config, provider.validator().validate(token, new Nonce(attempt.nonce())));
        } catch (BadJOSEException e) {
            throw new OidcException(
                    403, "What " + config.name() + " said of you is not good: " + e.getMessage() + ". Try again", e);
        } catch (JOSEException e) {
            throw new OidcException(502, "The keys of " + config.name() + " cannot be read. Try again later", e);
        }
    }

    private JWT token(OIDCProviderMetadata metadata, String code, Attempt attempt, URI redirectUri)
            throws OidcException {
        AuthorizationCodeGrant grant = new AuthorizationCodeGrant(
                new AuthorizationCode(code), redirectUri, new CodeVerifier(attempt.verifier()));
        ClientAuthentication authentication = authentication(metadata);
        TokenRequest request = authentication == null
                ? new TokenRequest.Builder(metadata.getTokenEndpointURI(), new ClientID(config.clientId()), grant)
                        .build()
                : new TokenRequest.Builder(metadata.getTokenEndpointURI(), authentication, grant).build();
        HTTPRequest http = request.toHTTPRequest();
        http.setConnectTimeout(timeoutMillis);
        http.setReadTimeout(timeoutMillis);
        http.setFollowRedirects(false); // the secret is for the one it is sent to
        try {
            HTTPResponse answer = http.send();
            if (answer.getStatusCode() >= 500) {
                throw new OidcException(
                        502,
                        config.name() + " gave no answer that can be used (" + answer.getStatusCode()
                                + "). Try again later");
            }
            TokenResponse response = OIDCTokenResponseParser.parse(answer);
            if (response instanceof OIDCTokenResponse good) {
                return good.getOIDCTokens().getIDToken();
            }
            throw new OidcException(
                    403,
                    config.name() + " does not take the code that it gave you ("
                            + response.toErrorResponse().getErrorObject().getCode() + "). Try again");
        } catch (com.nimbusds.oauth2.sdk.ParseException | IOException e) {
            throw new OidcException(502, config.name() + " gave no answer that can be used. Try again later", e);
        }
    }

    private @Nullable ClientAuthentication authentication(OIDCProviderMetadata metadata) {
        if (config.clientSecret() == null) {
            return null;
        }
        ClientID id = new ClientID(config.clientId());
        Secret secret = new Secret(config.clientSecret());
        List<ClientAuthenticationMethod> taken = metadata.getTokenEndpointAuthMethods();
        boolean onlyPost = taken != null
                && taken.contains(ClientAuthenticationMethod.CLIENT_SECRET_POST)
                && !taken.contains(ClientAuthenticationMethod.CLIENT_SECRET_BASIC);
        return onlyPost ? new ClientSecretPost(id, secret) : new ClientSecretBasic(id, secret);
    }

    /** Reads claims, each of which may be missing or of another kind. */
    private static final class Claims {

        static Identity identity(OidcConfig config, IDTokenClaimsSet claims) {
            return new Identity(
                    claims.getIssuer().getValue() + " " + claims.getSubject().getValue(),
                    text(claims, config.usernameClaim()),
                    text(claims, "given_name"),
                    text(claims, "family_name"),
                    text(claims, "email"),
                    groups(claims, config.groupsClaim()));
        }

        private static String text(IDTokenClaimsSet claims, String name) {
            return claims.getClaim(name) instanceof String text ? text : "";
        }

        private static List<String> groups(IDTokenClaimsSet claims, String name) {
            Object found = claims.getClaim(name);
            if (found == null) {
                found = claims.toJSONObject();
                for (String part : name.split("\\.", -1)) {
                    found = found instanceof java.util.Map<?, ?> map ? map.get(part) : null;
                }
            }
            return switch (found) {
                case String one -> List.of(one);
                case List<?> several ->
                    several.stream()
                            .filter(String.class::isInstance)
                            .map(String.class::cast)
                            .toList();
                case null, default -> List.of();
            };
        }
    }
}
