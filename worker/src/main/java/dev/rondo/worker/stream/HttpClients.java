package dev.rondo.worker.stream;

import java.net.URI;
import java.net.http.HttpClient;
import java.security.KeyManagementException;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;

/** Makes HTTP clients. */
public final class HttpClients {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    private HttpClients() {}

    /**
     * A client for these servers and no others. Where none of them speaks TLS, it does not read the JDK's certificates
     * (150 of them, which each process would do at its start), and trusts nobody.
     */
    public static HttpClient to(List<URI> servers, Trust trust) {
        HttpClient.Builder builder =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT_TIMEOUT);
        if (servers.stream().allMatch(server -> "http".equalsIgnoreCase(server.getScheme()))) {
            builder.sslContext(trustingNobody()).sslParameters(new SSLParameters());
        } else {
            builder.sslContext(trust.context());
        }
        return builder.build();
    }

    private static SSLContext trustingNobody() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(/* km= */ null, new TrustManager[0], /* random= */ null);
            return context;
        } catch (NoSuchAlgorithmException | KeyManagementException e) {
            throw new IllegalStateException("every JDK has TLS", e);
        }
    }
}
