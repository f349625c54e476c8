package dev.rondo.e2e.chaos;

import dev.rondo.e2e.harness.Api;
import dev.rondo.e2e.harness.Await;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The API while servers are killed: an answer may be lost, and what was asked for may be done or not. */
final class Requests {

    private static final String JSON = "application/json";

    private final Api api;

    Requests(Api api) {
        this.api = api;
    }

    Api.Answer get(String path) {
        return api.send("GET", path, null, JSON);
    }

    Api.Answer post(String path, Map<String, ?> body) {
        return api.send("POST", path, body, JSON);
    }

    Api.Answer patch(String path, Map<String, ?> body) {
        return api.send("PATCH", path, body, JSON);
    }

    Api.Answer put(String path) {
        return api.send("PUT", path, null, JSON);
    }

    /** Asks until there is an answer. */
    Api.Answer untilAnswered(String method, String path, @Nullable Map<String, ?> body) {
        return Await.until(
                "an answer to " + method + " " + path,
                () -> api.send(method, path, body, JSON),
                answer -> !isLost(answer));
    }

    /** A server that is killed answers nothing; one that is alone in the world says that it has no scheduler. */
    static boolean isLost(Api.Answer answer) {
        return answer.status() == 0 || answer.status() >= 500;
    }
}
