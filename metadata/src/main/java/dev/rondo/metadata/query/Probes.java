package dev.rondo.metadata.query;

import dev.rondo.metadata.DatabaseUnavailableException;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonString;
import dev.rondo.sdk.internal.json.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What an orchestrator asks a server process, as Kubernetes does. {@code live} fails only when the process has to be
 * ended: a database that is away ends nothing. {@code ready} says whether it can do its work now.
 */
public final class Probes {

    public static final String LIVE = "/health/live";
    public static final String READY = "/health/ready";
    public static final String CONTENT_TYPE = "application/json";

    /** A process of which nothing was heard for so long is none: six lost heartbeats of 5 s. */
    public static final Duration ALIVE = Duration.ofSeconds(30);

    private final Supplier<Map<String, Instant>> heartbeats;
    private final InstantSource clock;
    private final Predicate<Instant> works;

    /**
     * Those of a process.
     *
     * @param heartbeats the latest ones by kind of process, see {@link JobQueries#latestHeartbeats}
     * @param works whether the process itself has worked since a moment; what needs only the database always has
     */
    public Probes(Supplier<Map<String, Instant>> heartbeats, InstantSource clock, Predicate<Instant> works) {
        this.heartbeats = heartbeats;
        this.clock = clock;
        this.works = works;
    }

    /**
     * An answer.
     *
     * @param status of HTTP: 200, or 503
     */
    public record Answer(int status, String json) {}

    /** Whoever can answer lives. */
    public Answer live() {
        return new Answer(
                200, JsonObject.of(Map.of("status", new JsonString("live"))).toJson());
    }

    /** Whether it can do its work, and when each kind of process was heard of last. */
    public Answer ready() {
        Instant since = clock.instant().minus(ALIVE);
        try {
            Map<String, JsonValue> components = new TreeMap<>();
            heartbeats.get().forEach((kind, heartbeat) -> components.put(kind, component(heartbeat, since)));
            return works.test(since)
                    ? answer(200, "ready", components)
                    : answer(503, "no heartbeat was written for " + ALIVE.toSeconds() + " s", components);
        } catch (DatabaseUnavailableException e) {
            return answer(503, "the database does not answer", Map.of());
        }
    }

    private static JsonValue component(Instant heartbeat, Instant since) {
        return object(
                new JsonString(heartbeat.isAfter(since) ? "healthy" : "unhealthy"),
                "latest_heartbeat",
                new JsonString(heartbeat.toString()));
    }

    private static Answer answer(int status, String said, Map<String, JsonValue> components) {
        return new Answer(
                status,
                object(new JsonString(said), "components", JsonObject.of(components))
                        .toJson());
    }

    /** The status comes first, whatever process answers. */
    private static JsonObject object(JsonString status, String name, JsonValue value) {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        members.put("status", status);
        members.put(name, value);
        return JsonObject.of(members);
    }
}
