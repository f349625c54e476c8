package dev.rondo.webserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.metadata.testing.TestPause;
import dev.rondo.sdk.spec.ScheduleSpec;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Clients of the stream of changes that are cut off and come back. */
@ExtendWith(PostgresExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EventStreamTest {

    private TestWebserver web;
    private int runs;
    private long run;

    @BeforeAll
    void start(TestDatabase mine, @TempDir Path folder) {
        web = TestWebserver.patient(mine, folder);
        web.rows().dag("streams", new ScheduleSpec.None(), List.of(), "fetch");
    }

    @BeforeEach
    void anotherRun() {
        runs++;
        run = web.rows().run("streams", "run " + runs, "running", SampleWorld.DAY.plusSeconds(runs));
        web.rows().instance(run, "fetch", -1, "running");
    }

    @AfterAll
    void stop() {
        web.close();
    }

    private BufferedReader open(HttpClient client, @Nullable String last) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + web.server().port() + "/api/v2/events/stream"))
                .header("Authorization", "Bearer " + web.token("viewer"));
        if (last != null) {
            request.header("Last-Event-ID", last);
        }
        var answer = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        BufferedReader lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
        assertThat(lines.readLine()).isEqualTo(": open");
        return lines;
    }

    /** Until that many changes are told: each as its id and its data. */
    private static List<String> changes(BufferedReader lines, int count) throws IOException {
        List<String> changes = new ArrayList<>();
        String id = "";
        while (changes.size() < count) {
            String line = lines.readLine();
            if (line.startsWith("id: ")) {
                id = line.substring(4);
            } else if (line.startsWith("data: ")) {
                changes.add(id + " " + line.substring(6));
            }
        }
        return changes;
    }

    private static String idOf(String change) {
        return change.substring(0, change.indexOf(' '));
    }

    private void move(AtomicBoolean moving) {
        try {
            for (boolean done = true; moving.get(); done = !done) {
                web.rows().moveInstance(run, "fetch", done ? "success" : "running");
                TestPause.pause(Duration.ofMillis(50));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    @Timeout(120)
    void who_comes_back_is_told_what_happened_meanwhile_and_nothing_twice() throws Exception {
        AtomicBoolean moving = new AtomicBoolean(true);
        Thread mover = Thread.ofVirtual().start(() -> move(moving));
        try (HttpClient client = HttpClient.newHttpClient()) {
            List<String> all;
            List<String> mine = new ArrayList<>();
            try (BufferedReader stays = open(client, null)) {
                try (BufferedReader leaves = open(client, null)) {
                    mine.addAll(changes(leaves, 2));
                }
                all = new ArrayList<>(changes(stays, 6)); // while the other one is away
                try (BufferedReader back = open(client, idOf(mine.getLast()))) {
                    mine.addAll(changes(back, 6));
                }
                all.addAll(changes(stays, 4));
            }

            int from = all.indexOf(mine.getFirst());
            assertThat(from).as("what both were told").isNotNegative();
            assertThat(mine).hasSize(8).isEqualTo(all.subList(from, from + 8));
            assertThat(mine).doesNotHaveDuplicates();
        } finally {
            moving.set(false);
            mover.join();
        }
    }

    @Test
    @Timeout(120)
    void who_leaves_before_the_first_change_goes_on_from_where_they_came() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            AtomicBoolean moving = new AtomicBoolean(true);
            Thread mover = Thread.ofVirtual().start(() -> move(moving));
            try (BufferedReader stays = open(client, null)) {
                String first = changes(stays, 1).getFirst();
                String begin;
                try (BufferedReader leaves = open(client, null)) {
                    assertThat(leaves.readLine()).isEmpty();
                    begin = leaves.readLine();
                }
                List<String> meanwhile = changes(stays, 3);
                try (BufferedReader back = open(client, begin.substring("id: ".length()))) {
                    String told = changes(back, 1).getFirst();

                    assertThat(begin).startsWith("id: ");
                    assertThat(meanwhile).contains(told);
                    assertThat(told).isNotEqualTo(first);
                }
            } finally {
                moving.set(false);
                mover.join();
            }
        }
    }

    @Test
    @Timeout(120)
    void who_had_changes_of_another_server_is_told_to_read_anew_and_goes_on() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient();
                BufferedReader lines = open(client, "another-7")) {
            assertThat(lines.readLine()).isEmpty();
            assertThat(lines.readLine()).isEqualTo("event: missed");
            String id = lines.readLine();
            assertThat(lines.readLine()).isEqualTo("data: {}");

            try (BufferedReader again = open(client, id.substring("id: ".length()))) {
                assertThat(again.readLine()).isEmpty();
                AtomicBoolean moving = new AtomicBoolean(true);
                Thread mover = Thread.ofVirtual().start(() -> move(moving));
                try {
                    assertThat(changes(again, 1).getFirst()).contains("\"dag_id\":\"streams\"");
                } finally {
                    moving.set(false);
                    mover.join();
                }
            }
        }
    }
}
