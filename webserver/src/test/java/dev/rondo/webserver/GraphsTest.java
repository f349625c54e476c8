package dev.rondo.webserver;

import static dev.rondo.metadata.jooq.Tables.DAG_VERSION;
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
class GraphsTest {

    private TestWebserver web;

    @BeforeEach
    void start(TestDatabase mine, @TempDir Path folder) {
        web = new TestWebserver(mine, folder);
        web.rows().clean();
    }

    @AfterEach
    void stop() {
        web.close();
    }

    @Test
    void a_page_of_dags_reads_their_graphs_once_however_often_it_is_looked_at() throws Exception {
        for (int i = 0; i < 60; i++) {
            web.rows().dag("dag" + i, new ScheduleSpec.None(), List.of(), "a", "b");
        }
        var first = web.get("/api/v2/dags?limit=100");
        web.database()
                .transactions()
                .run(db -> db.update(DAG_VERSION)
                        .set(DAG_VERSION.GRAPH, "cannot be read again")
                        .execute());

        var again = web.get("/api/v2/dags?limit=100");

        assertThat(first.at("/total_entries").asInt()).isEqualTo(60);
        assertThat(again.json()).isEqualTo(first.json());
    }

    @Test
    void a_filter_by_graph_reads_those_of_fifty_versions_and_of_more_none() throws Exception {
        String ofAll = "/api/v2/dags/many/dagRuns/~/taskInstances?operator=RunTask";
        version(1, 50);
        var fifty = web.get(ofAll);
        version(51, 51);

        var more = web.get(ofAll);
        var ofOne = web.get("/api/v2/dags/many/dagRuns/run51/taskInstances?task_group_id=none");

        assertThat(fifty.status()).as(fifty.json().toString()).isEqualTo(200);
        assertThat(more.status()).isEqualTo(422);
        assertThat(more.at("/detail").asText())
                .isEqualTo("operator: it would read the graphs of more than 50 versions that runs of 'many' have; ask"
                        + " for the instances of one run");
        assertThat(ofOne.status()).isEqualTo(200);
    }

    private void version(int from, int to) {
        for (int i = from; i <= to; i++) {
            web.rows().dag("many", new ScheduleSpec.None(), List.of("tag" + i), "a");
            long run = web.rows().run("many", "run" + i, "success", TestWebserver.NOW.plusSeconds(i));
            web.rows().instance(run, "a", -1, "success");
        }
    }
}
