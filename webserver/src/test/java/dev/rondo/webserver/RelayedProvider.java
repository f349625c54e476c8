package dev.rondo.webserver;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.OAuth2Config;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;
import no.nav.security.mock.oauth2.token.OAuth2TokenCallback;
import no.nav.security.mock.oauth2.token.OAuth2TokenProvider;

/** A real identity provider on this machine, behind a relay that can change what it answers, or answer nothing. */
final class RelayedProvider implements AutoCloseable {

    static final String CLIENT = "rondo";

    private static final int DOWN = 503;

    private final AtomicReference<OAuth2TokenCallback> next =
            new AtomicReference<>(new DefaultOAuth2TokenCallback("people"));
    private final MockOAuth2Server provider = new MockOAuth2Server(
            new OAuth2Config(false, null, null, false, new OAuth2TokenProvider(), Set.of(new Next())));
    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpServer relay;
    private final AtomicReference<UnaryOperator<String>> tokens = new AtomicReference<>(UnaryOperator.identity());
    private volatile boolean down;

    RelayedProvider() throws IOException {
        provider.start(InetAddress.getLoopbackAddress(), 0);
        relay = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        relay.createContext("/", this::relay);
        relay.setExecutor(command -> Thread.ofVirtual().start(command));
        relay.start();
    }

    URI issuer() {
        return URI.create("http://127.0.0.1:" + relay.getAddress().getPort() + "/people");
    }

    void down(boolean now) {
        down = now;
    }

    /** Changes what the next tokens are answered with; the text is that of the JSON. */
    void answering(UnaryOperator<String> change) {
        tokens.set(change);
    }

    /** Whom it lets in next, with what it says of them; the token is good for so many seconds. */
    void letsIn(String subject, Map<String, Object> claims, String audience, long seconds) {
        next.set(new DefaultOAuth2TokenCallback("people", subject, "JWT", List.of(audience), claims, seconds));
    }

    /** As whoever is let in next: what is queued instead would reach another test where one of them fails. */
    private final class Next implements OAuth2TokenCallback {
        @Override
        public String issuerId() {
            return "people";
        }

        @Override
        public String subject(TokenRequest request) {
            return String.valueOf(next.get().subject(request));
        }

        @Override
        public String typeHeader(TokenRequest request) {
            return next.get().typeHeader(request);
        }

        @Override
        public List<String> audience(TokenRequest request) {
            return next.get().audience(request);
        }

        @Override
        public Map<String, Object> addClaims(TokenRequest request) {
            return next.get().addClaims(request);
        }

        @Override
        public long tokenExpiry() {
            return next.get().tokenExpiry();
        }
    }

    /** The same with another signature, made of the bits of the one it has. */
    static String altered(String answer) {
        return withIdToken(answer, token -> {
            String claims = token.getParsedParts()[1].toString();
            String other = claims.substring(0, 10) + (claims.charAt(10) == 'A' ? 'B' : 'A') + claims.substring(11);
            return token.getParsedParts()[0] + "." + other + "." + token.getParsedParts()[2];
        });
    }

    /** The same without any signature. */
    static String unsigned(String answer) {
        return withIdToken(
                answer,
                token -> java.util.Base64.getUrlEncoder()
                                .withoutPadding()
                                .encodeToString("{\"alg\":\"none\"}".getBytes(UTF_8))
                        + "." + token.getParsedParts()[1] + ".");
    }

    private static String withIdToken(String answer, java.util.function.Function<SignedJWT, String> change) {
        String token = answer.replaceFirst("(?s).*\"id_token\"\\s*:\\s*\"([^\"]+)\".*", "$1");
        try {
            return answer.replace(token, change.apply(SignedJWT.parse(token)));
        } catch (java.text.ParseException e) {
            throw new IllegalStateException(answer, e);
        }
    }

    private void relay(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (down) {
                exchange.sendResponseHeaders(DOWN, -1);
                return;
            }
            HttpRequest.Builder request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + provider.baseUrl().port() + exchange.getRequestURI()))
                    .method(
                            exchange.getRequestMethod(),
                            HttpRequest.BodyPublishers.ofByteArray(
                                    exchange.getRequestBody().readAllBytes()))
                    .header("X-Forwarded-Proto", "http")
                    .header("X-Forwarded-Host", "127.0.0.1")
                    .header(
                            "X-Forwarded-Port",
                            Integer.toString(relay.getAddress().getPort()));
            for (String name : List.of("Content-Type", "Authorization", "Accept")) {
                String value = exchange.getRequestHeaders().getFirst(name);
                if (value != null) {
                    request.header(name, value);
                }
            }
            HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            String body = exchange.getRequestURI().getPath().endsWith("/token") && answer.statusCode() == 200
                    ? tokens.get().apply(answer.body().replaceFirst("(\"expires_in\"\\s*:\\s*)-", "$1"))
                    : answer.body();
            for (String name : List.of("Content-Type", "Location")) {
                answer.headers()
                        .firstValue(name)
                        .ifPresent(value -> exchange.getResponseHeaders().set(name, value));
            }
            byte[] bytes = body.getBytes(UTF_8);
            exchange.sendResponseHeaders(answer.statusCode(), bytes.length == 0 ? -1 : bytes.length);
            if (bytes.length > 0) {
                exchange.getResponseBody().write(bytes);
            }
        } catch (InterruptedException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }

    @Override
    public void close() {
        relay.stop(0);
        client.close();
        provider.shutdown();
    }
}
