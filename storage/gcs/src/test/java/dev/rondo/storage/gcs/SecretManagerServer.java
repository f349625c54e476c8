package dev.rondo.storage.gcs;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32C;

/** The one call of Secret Manager's JSON API that is used, for the project {@code p}, on a port of this machine. */
final class SecretManagerServer implements AutoCloseable {

    private final HttpServer server;
    private final Map<String, String> bodies = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final AtomicInteger refusals = new AtomicInteger();
    private volatile int refusal = 503;

    private SecretManagerServer(HttpServer server) {
        this.server = server;
    }

    static SecretManagerServer start() throws IOException {
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        SecretManagerServer started = new SecretManagerServer(http);
        http.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            started.asked.add(path);
            String body = started.bodies.get(path);
            boolean refused = started.refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
            byte[] bytes =
                    (body == null || refused ? "{\"error\":{\"code\":404}}" : body).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(refused ? started.refusal : body == null ? 404 : 200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        http.start();
        return started;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    List<String> asked() {
        return List.copyOf(asked);
    }

    void put(String name, String secret) {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        answer(
                name,
                "{\"name\":\"projects/1/secrets/" + name + "/versions/3\",\"payload\":{\"data\":\""
                        + Base64.getEncoder().encodeToString(bytes) + "\",\"dataCrc32c\":\"" + crc.getValue()
                        + "\"}}");
    }

    void answer(String name, String body) {
        bodies.put("/v1/projects/p/secrets/" + name + "/versions/latest:access", body);
    }

    /** The next requests are refused. */
    void refuse(int status, int times) {
        refusal = status;
        refusals.set(times);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
