package dev.rondo.storage.server;

import dev.rondo.sdk.internal.json.JsonArray;
import dev.rondo.sdk.internal.json.JsonObject;
import java.util.List;

/** A request that is refused, as Google words it. */
final class ApiError extends RuntimeException {

    private final int status;
    private final String reason;

    ApiError(int status, String reason, String message) {
        super(message);
        this.status = status;
        this.reason = reason;
    }

    static ApiError invalid(String message) {
        return new ApiError(400, "invalid", message);
    }

    static ApiError notFound(String message) {
        return new ApiError(404, "notFound", message);
    }

    static ApiError conflict(String message) {
        return new ApiError(409, "conflict", message);
    }

    static ApiError conditionNotMet() {
        return new ApiError(412, "conditionNotMet", "At least one of the pre-conditions you specified did not hold.");
    }

    static ApiError notModified() {
        return new ApiError(304, "notModified", "Not Modified");
    }

    int status() {
        return status;
    }

    /** The answer; a 304 has no body. */
    Reply reply() {
        if (status == 304) {
            return Reply.empty(status);
        }
        String message = String.valueOf(getMessage());
        JsonObject error = JsonObject.builder()
                .put("message", message)
                .put("domain", "global")
                .put("reason", reason)
                .build();
        return Reply.json(
                status,
                JsonObject.builder()
                        .put(
                                "error",
                                JsonObject.builder()
                                        .put("code", status)
                                        .put("message", message)
                                        .put("errors", JsonArray.of(List.of(error)))
                                        .build())
                        .build());
    }
}
