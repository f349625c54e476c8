package dev.rondo.storage.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.rondo.sdk.internal.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server of Google Cloud Storage's JSON API, without sign-in: who reaches its port may do everything. It has what
 * Rondo uses: buckets; objects with generations, conditions, versions and hashes; uploads in one piece and in several;
 * compose, rewrite and batches. It has no rights, no notifications and no partial answers ({@code fields}).
 *
 * <p>Objects lie in a folder and are there again after a restart; an upload that is not finished is not.
 */
public final class BucketServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BucketServer.class);

    private final HttpServer http;
    private final ExecutorService threads;
    private final BucketCalls buckets;
    private final UploadCalls uploads = new UploadCalls();

    private BucketServer(HttpServer http, ExecutorService threads, BucketCalls buckets) {
        this.http = http;
        this.threads = threads;
        this.buckets = buckets;
    }

    /**
     * Starts a server.
     *
     * @param folder of the buckets; made when needed
     * @param address where it listens; port 0 for any free one
     * @throws IOException when the folder cannot be read or written, or the port is taken
     */
    public static BucketServer start(Path folder, InetSocketAddress address, InstantSource clock) throws IOException {
        return start(folder, address, clock, CrashPoint.Injector.NONE);
    }

    /** The same, for tests of a server that dies. */
    static BucketServer start(Path folder, InetSocketAddress address, InstantSource clock, CrashPoint.Injector crashes)
            throws IOException {
        BucketCalls buckets = new BucketCalls(folder, clock, crashes);
        buckets.open();
        HttpServer http = HttpServer.create(address, 0);
        ExecutorService threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("bucket-server:", 0).factory());
        BucketServer server = new BucketServer(http, threads, buckets);
        http.createContext("/", server::serve);
        http.setExecutor(threads);
        http.start();
        return server;
    }

    /** Where it listens, such as {@code http://127.0.0.1:4443}. */
    public URI uri() {
        return URI.create("http://" + http.getAddress().getAddress().getHostAddress() + ":"
                + http.getAddress().getPort());
    }

    /**
     * Makes a bucket unless it is there.
     *
     * @throws IOException when it cannot be written
     */
    public void ensureBucket(String name) throws IOException {
        if (!buckets.has(name)) {
            buckets.make(name, JsonObject.EMPTY);
        }
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            Reply reply;
            try {
                Map<String, String> headers = new LinkedHashMap<>();
                exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.getFirst()));
                String host = headers.getOrDefault("Host", uri().getAuthority());
                reply = answer(Call.of(
                        exchange.getRequestMethod(),
                        exchange.getRequestURI(),
                        headers,
                        exchange.getRequestBody(),
                        "http://" + host));
            } catch (ApiError e) {
                reply = e.reply();
            } catch (RuntimeException e) {
                LOG.atError().setCause(e).log("a request failed");
                reply = new ApiError(500, "backendError", "Backend Error").reply();
            }
            send(exchange, reply);
        }
    }

    private Reply answer(Call call) throws IOException {
        List<String> path = call.path();
        return switch (path.getFirst()) {
            case "storage" -> path.size() > 2 ? resource(call, path.subList(2, path.size())) : unknown();
            case "download" -> path.size() > 3 ? resource(call, path.subList(3, path.size())) : unknown();
            case "upload" -> path.size() == 6 ? upload(call, path.get(4)) : unknown();
            case "batch" -> BatchCall.answer(call, this::answer);
            default -> unknown();
        };
    }

    private Reply upload(Call call, String bucket) throws IOException {
        String id = call.find("upload_id").orElse("");
        return id.isEmpty() ? uploads.begin(call, buckets.require(bucket)) : uploads.go(call, id);
    }

    // b, b/BUCKET, b/BUCKET/o, b/BUCKET/o/OBJECT and what can be done with it
    private Reply resource(Call call, List<String> path) throws IOException {
        if (!path.getFirst().equals("b")) {
            return unknown();
        }
        if (path.size() == 1) {
            return buckets.all(call);
        }
        String bucket = path.get(1);
        if (path.size() == 2) {
            return buckets.one(call, bucket);
        }
        if (!path.get(2).equals("o")) {
            return unknown();
        }
        BucketFolder folder = buckets.require(bucket);
        return switch (path.size()) {
            case 3 -> ListCall.answer(call, folder);
            case 4 -> ObjectCalls.one(call, folder, path.get(3));
            case 5 -> path.get(4).equals("compose") ? CopyCalls.compose(call, folder, path.get(3)) : unknown();
            case 9 ->
                switch (path.get(4)) {
                    case "rewriteTo" ->
                        CopyCalls.rewrite(call, folder, path.get(3), buckets.require(path.get(6)), path.get(8));
                    case "copyTo" ->
                        CopyCalls.copy(call, folder, path.get(3), buckets.require(path.get(6)), path.get(8));
                    default -> unknown();
                };
            default -> unknown();
        };
    }

    private static Reply unknown() {
        throw ApiError.notFound("Not Found");
    }

    private static void send(HttpExchange exchange, Reply reply) throws IOException {
        try (InputStream body = reply.body()) {
            reply.headers()
                    .forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
            boolean head = exchange.getRequestMethod().equals("HEAD");
            long length = reply.length() == 0 || head ? -1 : Math.max(0, reply.length()); // -1: none; 0: chunked
            exchange.sendResponseHeaders(reply.status(), length);
            if (length >= 0) {
                try (OutputStream out = exchange.getResponseBody()) {
                    copy(body, out, reply.length() < 0 ? Long.MAX_VALUE : reply.length());
                }
            }
        }
    }

    private static void copy(InputStream in, OutputStream out, long length) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long left = length;
        while (left > 0) {
            int n = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (n < 0) {
                return;
            }
            out.write(buffer, 0, n);
            left -= n;
        }
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
        try {
            uploads.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot drop unfinished uploads", e);
        }
    }
}
