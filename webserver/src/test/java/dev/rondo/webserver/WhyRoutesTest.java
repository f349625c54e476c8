package dev.rondo.webserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.sdk.spec.ScheduleSpec;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(PostgresExtension.class)
class WhyRoutesTest {

    private TestWebserver web;

    @BeforeEach
    void start(TestDatabase mine, @TempDir Path folder) {
        web = new TestWebserver(mine, folder);
    }

    @AfterEach
    void stop() {
        web.close();
    }

    @Test
    void a_queued_run_says_what_it_waits_for() throws Exception {
        web.rows().dag("waiting", new ScheduleSpec.None(), List.of(), "fetch", "train");
        web.rows().run("waiting", "one", "queued", TestWebserver.NOW.plusSeconds(60));

        var why = web.get("/api/v2/dags/waiting/dagRuns/one/why");
        var task = web.get("/api/v2/dags/waiting/dagRuns/one/taskInstances/train/dependencies");

        assertThat(why.values("dependencies", "name")).containsExactly("run_after", "no_scheduler");
        assertThat(why.at("/dependencies/0/earliest").asText()).isEqualTo("2026-01-01T00:01:00Z");
        assertThat(task.values("dependencies", "name"))
                .containsExactly("run_after", "no_scheduler", "upstream_unfinished");
        assertThat(task.at("/dependencies/2/blocking/0/task_id").asText()).isEqualTo("fetch");
    }
}
