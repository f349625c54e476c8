package dev.rondo.webserver;

import dev.rondo.metadata.testing.TestPause;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;

/** Runs that change all the time, and who is told of it. */
final class MovingRuns {

    // A look tells of both DAGs, so that one that is told of is among so many.
    private static final int LINES = 8;

    private MovingRuns() {}

    /** The first lines of data on the stream of a token, while a run of each DAG moves to and fro. */
    static List<String> told(TestWebserver web, String token, List<String> dagIds) throws Exception {
        List<Long> runs = dagIds.stream()
                .map(dagId -> {
                    Instant own = Instant.EPOCH.plus(System.nanoTime() / 1_000, ChronoUnit.MICROS);
                    return web.rows().run(dagId, "moves " + own, "running", own);
                })
                .toList();
        runs.forEach(run -> web.rows().instance(run, "fetch", -1, "running"));
        AtomicBoolean moving = new AtomicBoolean(true);
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + web.server().port() + "/api/v2/events/stream"))
                .header("Authorization", "Bearer " + token)
                .build();
        try (HttpClient client = HttpClient.newHttpClient();
                BufferedReader lines = new BufferedReader(new InputStreamReader(
                        client.send(request, HttpResponse.BodyHandlers.ofInputStream())
                                .body(),
                        StandardCharsets.UTF_8))) {
            Thread mover = Thread.ofVirtual().start(() -> move(web, runs, moving));
            List<String> told = lines.lines()
                    .filter(line -> line.startsWith("data"))
                    .limit(LINES)
                    .toList();
            moving.set(false);
            mover.join();
            return told;
        } finally {
            moving.set(false);
        }
    }

    private static void move(TestWebserver web, List<Long> runs, AtomicBoolean moving) {
        Random random = new Random(1);
        try {
            for (boolean done = true; moving.get(); done = !done) {
                for (long run : runs) {
                    web.rows().moveInstance(run, "fetch", done ? "success" : "running");
                }
                // Not in step with the looks of the server, which would find them as they were, time and again.
                TestPause.pause(Duration.ofMillis(30 + random.nextInt(60)));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
