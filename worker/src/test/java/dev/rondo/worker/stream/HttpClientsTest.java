package dev.rondo.worker.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

class HttpClientsTest {

    @Test
    void plain_servers_are_reached_without_the_certificates_of_the_jdk() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        try (HttpClient client = HttpClients.to(List.of(url), Trust.JDK)) {
            HttpResponse<Void> answer =
                    client.send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.discarding());

            assertThat(answer.statusCode()).isEqualTo(204);
            assertThat(client.sslContext()).isNotSameAs(SSLContext.getDefault());
        } finally {
            server.stop(0);
        }
    }

    @Test
    void one_server_with_tls_is_enough_to_trust_whom_the_jdk_trusts() throws Exception {
        List<URI> servers = List.of(URI.create("http://127.0.0.1:1"), URI.create("https://rondo.example.com"));

        try (HttpClient client = HttpClients.to(servers, Trust.JDK)) {
            assertThat(client.sslContext()).isSameAs(SSLContext.getDefault());
        }
    }
}
