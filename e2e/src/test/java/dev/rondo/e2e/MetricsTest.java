package dev.rondo.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.e2e.harness.ClusterExtension;
import dev.rondo.e2e.harness.Distribution;
import dev.rondo.e2e.harness.Run;
import dev.rondo.e2e.jar.DagJar;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a scraper finds at a scheduler and a webserver that run apart. */
class MetricsTest {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    @RegisterExtension
    static final ClusterExtension CLUSTER = new ClusterExtension(cluster -> {
        var _ = cluster.startWorker("one", 4);
    });

    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeAll
    static void drop() {
        CLUSTER.get()
                .home("server")
                .drop(
                        "measured.jar",
                        DagJar.of(Distribution.built()).dag("Measured", """
                public final class Measured implements DagDefinition {
                    public Dag define() {
                        Dag dag = Dag.create("measured");
                        dag.task("good").run(() -> {});
                        dag.task("bad").run(() -> {
                            throw new IllegalStateException("as it should");
                        });
                        return dag;
                    }
                }
                """).bytes());
    }

    private String scrape(URI server) throws IOException, InterruptedException {
        String token = CLUSTER.get().home("server").read("metrics-token").strip();
        HttpRequest request = HttpRequest.newBuilder(server.resolve("/metrics"))
                .header("Authorization", "Bearer " + token)
                .timeout(LIMIT)
                .build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response.body();
    }

    @Test
    void a_run_is_counted_at_the_scheduler_and_the_tables_are_shown_by_the_webserver() throws Exception {
        Run run = CLUSTER.get().dags().run("measured");
        assertThat(run.awaitEnd(LIMIT)).isEqualTo("failed");

        String scheduler = scrape(URI.create("http://127.0.0.1:" + CLUSTER.get().portOf("scheduler")));
        String webserver = scrape(CLUSTER.get().api().base());

        assertThat(scheduler)
                .contains(
                        "airflow_ti_finish_total{dag_id=\"measured\",state=\"success\",task_id=\"good\"} 1.0",
                        "airflow_ti_finish_total{dag_id=\"measured\",state=\"failed\",task_id=\"bad\"} 1.0",
                        "airflow_ti_start_total{dag_id=\"measured\",task_id=\"good\"} 1.0",
                        "airflow_dagrun_duration_failed_count{dag_id=\"measured\"} 1",
                        "airflow_task_duration_count{dag_id=\"measured\",task_id=\"good\"} 1",
                        "airflow_ti_successes_total 1.0",
                        "airflow_scheduler_heartbeat_total ",
                        "jvm_memory_used_bytes{");
        assertThat(webserver)
                .contains(
                        "airflow_dagbag_size 1.0",
                        "airflow_dag_processing_import_errors 0.0",
                        "airflow_pool_open_slots{pool_name=\"default_pool\"} 128.0",
                        "airflow_executor_open_slots 4.0",
                        "rondo_heartbeat_age_seconds{component=\"scheduler\"} ",
                        "jvm_memory_used_bytes{");
    }
}
