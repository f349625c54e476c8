package dev.rondo.cli.api;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.ExitCode;
import dev.rondo.sdk.internal.json.JsonException;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonString;
import dev.rondo.sdk.internal.json.JsonValue;
import dev.rondo.worker.stream.HttpClients;
import dev.rondo.worker.stream.Trust;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Requests to the REST API. */
public final class ApiClient {

    // Waiting for a run goes by repeated requests, so no answer takes longer than this.
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(60);

    // The largest file over a slow line: 256 MiB at 4 Mbit/s.
    private static final Duration UPLOAD_TIMEOUT = Duration.ofMinutes(10);

    // As long as somebody uses them, and no longer: tests make many in one process.
    private static final Set<HttpClient> OPEN =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    // A client ends within a millisecond or two; the exit of the process does not depend on it.
    private static final Duration CLOSE_TIMEOUT = Duration.ofMillis(100);

    private final URI server;
    private final Tokens tokens;
    private final HttpClient http;

    /** Where the client's token comes from. */
    public interface Tokens {

        /** No token: a client that can only sign in. */
        Tokens NONE = new Tokens() {
            @Override
            public @Nullable String current() {
                return null;
            }

            @Override
            public @Nullable String renewed(String why) {
                return null;
            }
        };

        /** The token; null when there is none. */
        @Nullable
        String current();

        /**
         * Another token, after the server refused the one there was; null when there is no way to get one.
         *
         * @param why what the server said; empty: nothing
         */
        @Nullable
        String renewed(String why);
    }

    /**
     * A client of the server.
     *
     * @param trust by whom its certificate may be signed
     */
    public ApiClient(URI server, Trust trust, Tokens tokens) {
        this.server = server;
        this.tokens = tokens;
        this.http = HttpClients.to(List.of(server), trust);
        OPEN.add(http);
    }

    /**
     * Ends the connections of all clients, as the last thing that a process does: at its exit the JVM waits up to 300
     * ms for a thread that waits in the operating system, as that of an open client does.
     */
    public static void closeAll() {
        List<HttpClient> open;
        synchronized (OPEN) {
            open = List.copyOf(OPEN);
        }
        open.forEach(HttpClient::shutdownNow);
        try {
            for (HttpClient each : open) {
                boolean ignored = each.awaitTermination(CLOSE_TIMEOUT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the process ends all the same, a little later
        }
    }

    /** The server. */
    public URI server() {
        return server;
    }

    /** Reads. {@code path} begins with a slash and is encoded. */
    public JsonObject get(String path) {
        return request("GET", path, null);
    }

    public JsonObject post(String path, JsonValue body) {
        return request("POST", path, body);
    }

    public JsonObject patch(String path, JsonValue body) {
        return request("PATCH", path, body);
    }

    public JsonObject put(String path, JsonValue body) {
        return request("PUT", path, body);
    }

    public JsonObject delete(String path) {
        return request("DELETE", path, null);
    }

    /**
     * Sends a file, and lets the server check that it arrives as it is.
     *
     * @param sha256 of its bytes, hex
     */
    public JsonObject upload(String path, Path file, String sha256) {
        String digest = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(sha256));
        return request(
                path,
                () -> HttpRequest.newBuilder(server.resolve(path))
                        .timeout(UPLOAD_TIMEOUT)
                        .header("Accept", "application/json")
                        .header("Content-Type", "application/octet-stream")
                        .header("Content-Digest", "sha-256=:" + digest + ":")
                        .PUT(bytesOf(file)));
    }

    private static HttpRequest.BodyPublisher bytesOf(Path file) {
        try {
            return HttpRequest.BodyPublishers.ofFile(file);
        } catch (FileNotFoundException e) {
            throw new CommandException(ExitCode.NOT_FOUND, "there is no file " + file + " any more", e);
        }
    }

    /**
     * Reads a text that goes on, line by line, until the server ends it or the thread is interrupted.
     *
     * @throws CommandException when it is refused or breaks off
     */
    public void lines(String path, Consumer<String> told) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(server.resolve(path)).header("Accept", "text/event-stream");
        String token = tokens.current();
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        HttpResponse<Stream<String>> answer = send(request.build(), HttpResponse.BodyHandlers.ofLines());
        try (Stream<String> lines = answer.body()) {
            if (answer.statusCode() >= 400) {
                throw refused(new Answer(answer.statusCode(), lines.collect(Collectors.joining("\n"))), path);
            }
            lines.forEach(told);
        } catch (UncheckedIOException e) {
            throw new CommandException(ExitCode.UNAVAILABLE, "the stream from " + server + " broke off", e);
        }
    }

    private JsonObject request(String method, String path, @Nullable JsonValue body) {
        return request(path, () -> json(method, path, body));
    }

    private HttpRequest.Builder json(String method, String path, @Nullable JsonValue body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(path))
                .timeout(READ_TIMEOUT)
                .header("Accept", "application/json")
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body.toJson()));
        return body == null ? request : request.header("Content-Type", "application/json");
    }

    private JsonObject request(String path, Supplier<HttpRequest.Builder> request) {
        Answer answer = exchange(request.get(), tokens.current());
        if (answer.status() == 401) {
            String renewed = tokens.renewed(detailOf(answer.text()));
            answer = renewed == null ? answer : exchange(request.get(), renewed);
        }
        if (answer.status() >= 400) {
            throw refused(answer, path);
        }
        if (answer.text().isBlank()) {
            return JsonObject.EMPTY;
        }
        try {
            if (JsonValue.parse(answer.text()) instanceof JsonObject object) {
                return object;
            }
        } catch (JsonException e) {
            throw notRondo(e);
        }
        throw notRondo(null);
    }

    private CommandException notRondo(@Nullable Throwable cause) {
        String message = "what answers at " + server + " does not speak Rondo's API; check the URL (RONDO_API_URL)";
        return cause == null
                ? new CommandException(ExitCode.UNAVAILABLE, message)
                : new CommandException(ExitCode.UNAVAILABLE, message, cause);
    }

    private record Answer(int status, String text) {}

    private Answer exchange(HttpRequest.Builder request, @Nullable String token) {
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        // The audit record tells what the command line did from what scripts did.
        request.header("X-Rondo-Client", "cli");
        HttpResponse<String> response = send(request.build(), HttpResponse.BodyHandlers.ofString());
        return new Answer(response.statusCode(), response.body());
    }

    private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        try {
            return http.send(request, handler);
        } catch (SSLException e) {
            throw new CommandException(
                    ExitCode.UNAVAILABLE,
                    "no TLS with the server at " + server + " (" + e.getMessage()
                            + "); if an authority of your own signed its certificate, name that authority's file in"
                            + " RONDO_TLS_CA or by `rondo login --ca-file`, and use a name in RONDO_API_URL that the certificate has",
                    e);
        } catch (IOException e) {
            String why = e.getMessage() == null ? "no connection" : e.getMessage();
            throw new CommandException(
                    ExitCode.UNAVAILABLE,
                    "cannot reach the server at " + server + " (" + why
                            + "); is it running? `rondo standalone` starts one; --profile or RONDO_API_URL names another",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException(ExitCode.FAILED, "interrupted", e);
        }
    }

    private CommandException refused(Answer answer, String path) {
        String detail = detailOf(answer.text());
        String message = detail.isEmpty() ? "status " + answer.status() + " for " + path : detail;
        return new CommandException(exitCodeOf(answer.status()), message);
    }

    /** What a command ends with that is refused with this HTTP status. */
    public static ExitCode exitCodeOf(int status) {
        return switch (status) {
            case 400, 413, 422 -> ExitCode.USAGE;
            case 401, 403 -> ExitCode.NO_PERMISSION;
            case 404 -> ExitCode.NOT_FOUND;
            case 409 -> ExitCode.REFUSED;
            case 502, 503, 504 -> ExitCode.UNAVAILABLE;
            default -> ExitCode.SOFTWARE;
        };
    }

    private static String detailOf(String text) {
        try {
            if (JsonValue.parse(text) instanceof JsonObject problem) {
                JsonValue detail = problem.get("detail");
                if (detail != null) {
                    return detail instanceof JsonString s ? s.value() : detail.toJson();
                }
            }
            return "";
        } catch (JsonException e) {
            return text.strip();
        }
    }
}
