package dev.rondo.storage.s3.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A server that speaks as S3 does where Rondo listens: lists in pages, conditions by ETag, ranges, checksums, uploads
 * in parts, roles, and who asks. It knows one key, and looks at no signature.
 */
public final class S3Server implements AutoCloseable {

    /** The key that may do everything. */
    public static final String KEY = "AKIATESTKEY";

    /** The role that may too, for whoever has the key. */
    public static final String ROLE = "arn:aws:iam::1:role/reader";

    /** Whose key it is. */
    public static final String USER = "arn:aws:iam::1:user/ann";

    static final String ROLE_KEY = "ASIAROLEKEY";
    static final String ROLE_TOKEN = "token-of-the-role";

    private final HttpServer http;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, S3Objects> buckets = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();

    /** Listens on a free port. */
    public S3Server() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/", this::serve);
        http.setExecutor(threads);
        http.start();
    }

    /** Where it listens. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
    }

    /** Makes an empty bucket. */
    public void makeBucket(String name) {
        buckets.put(name, new S3Objects());
    }

    /** Method and path of each request so far, with the key that it was signed with. */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    /** How many uploads in parts are begun and neither ended nor aborted. */
    public int openUploads() {
        return buckets.values().stream().mapToInt(S3Objects::openUploads).sum();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            S3Reply reply;
            try {
                reply = answer(S3Call.of(exchange));
            } catch (S3Refusal e) {
                reply = e.reply();
            } catch (RuntimeException e) {
                reply = new S3Refusal(500, "InternalError", e.toString()).reply();
            }
            reply.headers()
                    .forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
            byte[] body = reply.body();
            if (exchange.getRequestMethod().equals("HEAD")) {
                exchange.sendResponseHeaders(reply.status(), -1);
            } else {
                exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
                exchange.getResponseBody().write(body);
            }
        }
    }

    private S3Reply answer(S3Call call) {
        asked.add(call.method() + " " + call.path() + " " + call.key());
        if (call.path().equals("/")) {
            return call.method().equals("GET") ? buckets(call) : ofSecurityTokens(call);
        }
        requireRight(call);
        S3Objects objects = buckets.get(call.bucket());
        if (objects == null) {
            throw new S3Refusal(404, "NoSuchBucket", "The specified bucket does not exist");
        }
        return call.object().isEmpty() ? S3Listing.answer(call, objects) : objects.answer(call);
    }

    private static void requireRight(S3Call call) {
        String token = call.header("x-amz-security-token");
        boolean known = call.key().equals(KEY) || call.key().equals(ROLE_KEY) && token.equals(ROLE_TOKEN);
        if (!known && !call.key().isEmpty()) {
            throw new S3Refusal(403, "InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist");
        }
        if (!known && !call.bucket().startsWith("public")) {
            throw new S3Refusal(403, "AccessDenied", "Access Denied");
        }
    }

    /** All buckets, to whom the key belongs; a role may not ask. */
    private S3Reply buckets(S3Call call) {
        requireRight(call);
        if (!call.key().equals(KEY)) {
            throw new S3Refusal(403, "AccessDenied", "Access Denied");
        }
        StringBuilder xml = new StringBuilder("<ListAllMyBucketsResult><Buckets>");
        buckets.keySet().stream()
                .sorted()
                .forEach(name -> xml.append("<Bucket><Name>").append(name).append("</Name></Bucket>"));
        return S3Reply.xml(xml.append("</Buckets></ListAllMyBucketsResult>").toString());
    }

    private static S3Reply ofSecurityTokens(S3Call call) {
        String form = new String(call.body(), UTF_8);
        return form.contains("Action=GetCallerIdentity") ? whoAsks(call) : role(call, form);
    }

    private static S3Reply whoAsks(S3Call call) {
        if (!call.key().equals(KEY) && !call.key().equals(ROLE_KEY)) {
            return S3Reply.xml("<ErrorResponse><Error><Code>InvalidClientTokenId</Code><Message>The security token"
                            + " included in the request is invalid.</Message></Error></ErrorResponse>")
                    .withStatus(403);
        }
        return S3Reply.xml("<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">"
                + "<GetCallerIdentityResult><Arn>" + (call.key().equals(KEY) ? USER : ROLE)
                + "</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>");
    }

    private static S3Reply role(S3Call call, String form) {
        if (!call.key().equals(KEY) || !form.contains("RoleArn=arn%3Aaws%3Aiam%3A%3A1%3Arole%2Freader")) {
            return S3Reply.xml("<ErrorResponse><Error><Code>AccessDenied</Code><Message>not authorized to perform:"
                            + " sts:AssumeRole</Message></Error></ErrorResponse>")
                    .withStatus(403);
        }
        return S3Reply.xml("<AssumeRoleResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><AssumeRoleResult>"
                + "<Credentials><AccessKeyId>" + ROLE_KEY + "</AccessKeyId><SecretAccessKey>secret-of-role"
                + "</SecretAccessKey><SessionToken>" + ROLE_TOKEN + "</SessionToken>"
                + "<Expiration>2999-01-01T00:00:00Z</Expiration></Credentials>"
                + "</AssumeRoleResult></AssumeRoleResponse>");
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
    }
}
