package dev.rondo.webserver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.metadata.log.LogStore;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.sdk.spec.ScheduleSpec;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(PostgresExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReadingTest {

    private static final Instant DAY = Instant.parse("2025-12-01T00:00:00Z");
    private static final String RUN = "/api/v2/dags/flights/dagRuns/first";

    private TestWebserver web;

    @BeforeAll
    void fill(TestDatabase mine, @TempDir Path folder) throws Exception {
        web = new TestWebserver(mine, folder);
        web.rows()
                .dag("flights", new ScheduleSpec.CronDataInterval("@daily"), List.of("ml", "daily"), "fetch", "train");
        web.rows().dag("by_hand", new ScheduleSpec.None(), List.of("ml"), "only");
        long run = web.rows().run("flights", "first", "running", DAY);
        web.rows().run("flights", "second", "failed", DAY.plusSeconds(86_400));
        web.rows().instance(run, "fetch", -1, "success");
        web.rows().instance(run, "train", 0, "running");
        web.rows().earlierExecution(run, "train", 0, 3, "lost:worker_gone");
        web.rows().earlierExecution(run, "train", 0, 5, "rescheduled");
        web.rows().instance(run, "train", 1, null);
        web.rows().xcom(run, "fetch", "return_value", "{\"rows\":842}");
        web.logs()
                .append(
                        new LogStore.LogKey("flights", "first", "fetch", -1, 1),
                        7,
                        0,
                        ("{\"timestamp\":\"2025-12-31T00:00:00Z\",\"level\":\"info\",\"event\":\"<b>hello</b>\"}\n"
                                        + "cut off\n")
                                .getBytes(UTF_8));
        web.logs()
                .append(
                        new LogStore.LogKey("flights", "first", "fetch@failure", -1, 1),
                        8,
                        0,
                        "{\"event\":\"told the team\"}\n".getBytes(UTF_8));
        web.logs()
                .append(
                        new LogStore.LogKey("flights", "first", "@failure", -1, 0),
                        9,
                        0,
                        "{\"event\":\"told the pager\"}\n".getBytes(UTF_8));
    }

    @AfterAll
    void stop() {
        web.close();
    }

    @Test
    void dags_are_listed_filtered_and_paged() throws Exception {
        assertThat(web.get("/api/v2/dags").values("dags", "dag_id")).containsExactly("by_hand", "flights");
        assertThat(web.get("/api/v2/dags?order_by=-dag_id&limit=1").values("dags", "dag_id"))
                .containsExactly("flights");
        assertThat(web.get("/api/v2/dags?limit=1").at("/total_entries").asInt()).isEqualTo(2);
        assertThat(web.get("/api/v2/dags?dag_id_pattern=FLI").values("dags", "dag_id"))
                .containsExactly("flights");
        assertThat(web.get("/api/v2/dags?tags=ml&tags=daily&tags_match_mode=all")
                        .values("dags", "dag_id"))
                .containsExactly("flights");
        assertThat(web.get("/api/v2/dags?last_dag_run_state=failed").values("dags", "dag_id"))
                .containsExactly("flights");
        assertThat(web.get("/api/v2/dags?last_dag_run_state=running").values("dags", "dag_id"))
                .isEmpty();
        assertThat(web.get("/api/v2/dags?paused=true").values("dags", "dag_id")).isEmpty();
    }

    @Test
    void details_tasks_versions_tags_and_counts_tell_of_a_dag() throws Exception {
        var details = web.get("/api/v2/dags/flights/details");
        var tasks = web.get("/api/v2/dags/flights/tasks");

        assertThat(details.at("/timetable_summary").asText()).isEqualTo("@daily");
        assertThat(details.at("/active_at").asText())
                .isEqualTo(details.at("/last_parsed").asText())
                .isNotEmpty();
        assertThat(details.json().has("seen_at")).isTrue();
        assertThat(details.at("/active_runs_count").asInt()).isEqualTo(1);
        assertThat(details.at("/latest_dag_version/version_number").asInt()).isEqualTo(1);
        assertThat(details.at("/start_date").asText()).isEqualTo("2025-01-01T00:00:00Z");
        assertThat(tasks.at("/tasks/0/downstream_task_ids/0").asText()).isEqualTo("train");
        assertThat(tasks.at("/tasks/0/retry_delay").toString())
                .isEqualTo("{\"__type\":\"TimeDelta\",\"days\":0,\"seconds\":300,\"microseconds\":0}");
        assertThat(tasks.at("/tasks/0/options/1").toString())
                .isEqualTo("{\"name\":\"retry_delay\",\"value\":\"PT5M\",\"origin\":\"default\"}");
        assertThat(web.get("/api/v2/dags/flights/dagVersions")
                        .at("/total_entries")
                        .asInt())
                .isEqualTo(1);
        assertThat(web.get("/api/v2/dagTags").at("/tags").toString()).isEqualTo("[\"daily\",\"ml\"]");
        assertThat(web.get("/api/v2/dagStats?dag_ids=flights")
                        .at("/dags/0/stats")
                        .toString())
                .contains("{\"state\":\"running\",\"count\":1}", "{\"state\":\"failed\",\"count\":1}");
    }

    @Test
    void next_runs_follow_the_newest_scheduled_run() throws Exception {
        var next = web.get("/api/v2/dags/flights/nextRuns?limit=2");

        assertThat(next.at("/timezone").asText()).isEqualTo("UTC");
        assertThat(next.at("/next_runs/0").toString()).isEqualTo("""
                {"logical_date":"2025-12-31T00:00:00Z","data_interval_start":"2025-12-31T00:00:00Z",\
                "data_interval_end":"2026-01-01T00:00:00Z","run_after":"2026-01-01T00:00:00Z",\
                "local_time":"2026-01-01T00:00:00Z","utc_offset":"Z","clock_mark":null,"clock_changes":[]}""");
        assertThat(next.values("next_runs", "logical_date")).hasSize(2);
        assertThat(web.get("/api/v2/dags/flights/nextRuns").at("/total_entries").asInt())
                .isEqualTo(20);
        assertThat(web.get("/api/v2/dags/by_hand/nextRuns").at("/next_runs").isEmpty())
                .isTrue();
        assertThat(web.get("/api/v2/dags/flights/nextRuns?limit=1001").status()).isEqualTo(422);
        assertThat(web.get("/api/v2/dags/nothing/nextRuns").status()).isEqualTo(404);
    }

    @Test
    void the_dependencies_of_an_instance_say_which_rules_hold_it_and_what_blocks_it() throws Exception {
        var fetch = web.get(RUN + "/taskInstances/fetch/dependencies");
        var train = web.get(RUN + "/taskInstances/train/0/dependencies");

        assertThat(fetch.status()).isEqualTo(200);
        assertThat(fetch.at("/dependencies").isEmpty()).isTrue();
        assertThat(train.values("dependencies", "name")).containsExactly("is_running");
        assertThat(web.get(RUN + "/taskInstances/nothing/dependencies")
                        .at("/code")
                        .asText())
                .isEqualTo("TASK_NOT_FOUND");
        assertThat(web.get("/api/v2/dags/flights/dagRuns/third/taskInstances/fetch/dependencies")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void runs_are_listed_by_state_time_and_across_dags() throws Exception {
        String runs = "/api/v2/dags/flights/dagRuns";

        assertThat(web.get(runs + "?order_by=-run_after").values("dag_runs", "dag_run_id"))
                .containsExactly("second", "first");
        assertThat(web.get(runs + "?state=failed").values("dag_runs", "dag_run_id"))
                .containsExactly("second");
        assertThat(web.get(runs + "?logical_date_gt=2025-12-01T00:00:00Z").values("dag_runs", "dag_run_id"))
                .containsExactly("second");
        assertThat(web.get(runs + "?logical_date_lte=2025-12-01T01:00:00%2B01:00")
                        .values("dag_runs", "dag_run_id"))
                .containsExactly("first");
        assertThat(web.get("/api/v2/dags/~/dagRuns").at("/total_entries").asInt())
                .isEqualTo(2);
        assertThat(web.get(RUN).at("/conf/epochs").asInt()).isEqualTo(3);
    }

    @Test
    void waiting_for_a_finished_run_gives_its_state_and_ends() throws Exception {
        var answer = web.get("/api/v2/dags/flights/dagRuns/second/wait?interval=1");

        assertThat(answer.response().body()).isEqualTo("{\"state\":\"failed\"}\n");
    }

    @Test
    void instances_are_listed_with_wildcards_and_one_by_one() throws Exception {
        assertThat(web.get("/api/v2/dags/~/dagRuns/~/taskInstances?state=success&state=none")
                        .values("task_instances", "task_id"))
                .containsExactly("fetch", "train");
        assertThat(web.get(RUN + "/taskInstances/fetch").at("/duration").asDouble())
                .isEqualTo(1.5);
        assertThat(web.get(RUN + "/taskInstances/train/0").at("/state").asText())
                .isEqualTo("running");
        assertThat(web.get(RUN + "/taskInstances/train/listMapped").values("task_instances", "map_index"))
                .containsExactly("0", "1");
        assertThat(web.get(RUN + "/taskInstances/fetch/tries").values("task_instances", "try_number"))
                .containsExactly("1");
        assertThat(web.get(RUN + "/taskInstances/train/0/tries/1").at("/state").asText())
                .isEqualTo("running");
        assertThat(web.get(RUN + "/taskInstances/train").status()).isEqualTo(404);
    }

    @Test
    void instances_are_filtered_by_all_values_of_a_parameter_and_by_their_length() throws Exception {
        String all = RUN + "/taskInstances";

        assertThat(web.get(all + "?map_index=0&map_index=1").values("task_instances", "map_index"))
                .containsExactly("0", "1");
        assertThat(web.get(all + "?duration_gte=1.5&duration_lt=1.6").values("task_instances", "task_id"))
                .containsExactly("fetch", "train", "train");
    }

    @Test
    void runs_and_dags_are_filtered_by_owner_version_conf_and_runs() throws Exception {
        String runs = "/api/v2/dags/flights/dagRuns";

        assertThat(web.get("/api/v2/dags?owners=ben&dag_id_prefix_pattern=fl").values("dags", "dag_id"))
                .containsExactly("flights");
        assertThat(web.get("/api/v2/dags?owners=be").at("/total_entries").asInt())
                .isZero();
        assertThat(web.get("/api/v2/dags?dag_run_state=failed").values("dags", "dag_id"))
                .containsExactly("flights");
        assertThat(web.get("/api/v2/dags?dag_run_state=running")
                        .at("/total_entries")
                        .asInt())
                .as("only its first run is running")
                .isZero();
        assertThat(web.get("/api/v2/dags?dag_run_state=failed&last_dag_run_state=success")
                        .at("/total_entries")
                        .asInt())
                .isZero();
        assertThat(web.get("/api/v2/dags?bundle_version=jar%20of%20flights")
                                .at("/total_entries")
                                .asInt()
                        + web.get("/api/v2/dags?bundle_version=hash%20of%20flights")
                                .at("/total_entries")
                                .asInt())
                .isEqualTo(1);
        assertThat(web.get(runs + "?dag_version=1&dag_version=2")
                        .at("/total_entries")
                        .asInt())
                .isEqualTo(2);
        assertThat(web.get(runs + "?conf_contains=epochs").at("/total_entries").asInt())
                .isPositive();
        assertThat(web.get("/api/v2/dags/~/dagRuns?conf_contains=epochs")
                        .at("/detail")
                        .asText())
                .startsWith("conf_contains: it would read the conf of every run");
        assertThat(web.post("/api/v2/dags/~/dagRuns/list", "{\"conf_contains\":\"epochs\"}")
                        .at("/detail")
                        .asText())
                .startsWith("body.conf_contains: it would read the conf of every run");
        assertThat(web.post("/api/v2/dags/~/dagRuns/list", "{\"dag_ids\":[\"flights\"],\"conf_contains\":\"epochs\"}")
                        .at("/total_entries")
                        .asInt())
                .isPositive();
        assertThat(web.get(runs + "?order_by=id&order_by=nothing").status()).isEqualTo(422);
        assertThat(web.post(
                                "/api/v2/dags/~/dagRuns/list",
                                "{\"dag_ids\":[\"flights\"],\"states\":[\"failed\"],"
                                        + "\"logical_date_gte\":\"2025-12-01T00:00:00Z\",\"order_by\":\"-id\",\"page_limit\":5}")
                        .values("dag_runs", "dag_run_id"))
                .containsExactly("second");
    }

    @Test
    void warnings_are_listed_filtered_and_paged() throws Exception {
        web.rows().warning("flights", "DS_IS_UTC_DATE", "task 'fetch': it can be another");
        web.rows().warning("by_hand", "DS_IS_UTC_DATE", "task 'only': it can be another");
        String warnings = "/api/v2/dagWarnings";

        assertThat(web.get(warnings + "?dag_id=flights").at("/dag_warnings").toString())
                .isEqualTo("[{\"dag_id\":\"flights\",\"dag_display_name\":\"flights\","
                        + "\"warning_type\":\"runtime varying value\",\"code\":\"DS_IS_UTC_DATE\","
                        + "\"message\":\"task 'fetch': it can be another\",\"timestamp\":\"" + TestWebserver.NOW
                        + "\"}]");
        assertThat(web.get(warnings).values("dag_warnings", "dag_id")).containsExactly("by_hand", "flights");
        assertThat(web.get(warnings + "?order_by=-dag_id&limit=1").values("dag_warnings", "dag_id"))
                .containsExactly("flights");
        assertThat(web.get(warnings + "?limit=1").at("/total_entries").asInt()).isEqualTo(2);
        assertThat(web.get(warnings + "?warning_type=runtime%20varying%20value")
                        .at("/total_entries")
                        .asInt())
                .isEqualTo(2);
        assertThat(web.get(warnings + "?warning_type=asset%20conflict")
                        .at("/total_entries")
                        .asInt())
                .isZero();
        assertThat(web.get(warnings + "?warning_type=other").status()).isEqualTo(422);
    }

    @Test
    void lists_take_the_order_that_clients_send_when_they_are_told_nothing() throws Exception {
        for (String list : List.of(
                "backfills?order_by=id",
                "importErrors?order_by=id",
                "jobs?order_by=id",
                "dags/flights/dagVersions?order_by=id",
                "assets/aliases?order_by=-id",
                "dagTags?order_by=-name",
                "dags/flights/dagRuns/first/taskInstances/~/xcomEntries?order_by=dag_id&order_by=task_id"
                        + "&order_by=run_id&order_by=map_index&order_by=key")) {
            assertThat(web.get("/api/v2/" + list).status()).as(list).isEqualTo(200);
        }
    }

    @Test
    void executions_of_a_try_that_were_lost_are_kept_with_it() throws Exception {
        var tries = web.get(RUN + "/taskInstances/train/0/tries");

        assertThat(tries.values("task_instances", "try_number")).containsExactly("1");
        assertThat(tries.at("/task_instances/0/lost_executions"))
                .hasToString("[{\"hostname\":null,\"reason\":\"lost:worker_gone\",\"queued_when\":null,"
                        + "\"start_date\":\"2025-12-30T00:00:00Z\",\"end_date\":null}]");
        assertThat(web.get(RUN + "/taskInstances/fetch/tries/1").at("/lost_executions"))
                .isEmpty();
    }

    @Test
    void a_storage_that_does_not_answer_is_told_and_no_mistake_of_ours() throws Exception {
        web.storageIsAway(true);
        var away = web.get(RUN + "/taskInstances/fetch/logs/1");
        web.storageIsAway(false);

        assertThat(away.status()).isEqualTo(503);
        assertThat(away.at("/code").asText()).isEqualTo("STORAGE_UNAVAILABLE");
        assertThat(away.at("/detail").asText()).contains("503 as the test wants it", "try again");
        assertThat(web.get(RUN + "/taskInstances/fetch/logs/1").status()).isEqualTo(200);
    }

    @Test
    void a_log_is_lines_and_a_token_until_the_try_is_over() throws Exception {
        String logs = RUN + "/taskInstances/fetch/logs/1";
        var page = web.get(logs);
        var text = web.send("GET", logs, web.token("admin"), null, Map.of("Accept", "text/plain"));

        assertThat(page.values("content", "event")).containsExactly("<b>hello</b>", "cut off");
        assertThat(page.at("/continuation_token").isNull()).isTrue();
        assertThat(text.response().body()).isEqualTo("2025-12-31T00:00:00Z info <b>hello</b>\ncut off\n");
        assertThat(text.response().headers().firstValue("content-type")).hasValue("text/plain;charset=utf-8");
        assertThat(web.get(RUN + "/taskInstances/train/logs/1?map_index=0")
                        .at("/continuation_token")
                        .asText())
                .isEqualTo("0");
        assertThat(web.get(RUN + "/taskInstances/fetch/logs/2").status()).isEqualTo(404);
    }

    @Test
    void a_callback_of_a_run_has_a_log_of_its_own() throws Exception {
        assertThat(web.get(RUN + "/logs?callback=failure").values("content", "event"))
                .containsExactly("told the pager");
        assertThat(web.get(RUN + "/logs?callback=success").values("content", "event"))
                .isEmpty();
        assertThat(web.get(RUN + "/logs").status()).as("which?").isEqualTo(422);
        assertThat(web.get(RUN + "/logs?callback=retry").status()).isEqualTo(422);
        assertThat(web.get(RUN.replace("first", "never") + "/logs?callback=failure")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void a_callback_has_a_log_of_its_own() throws Exception {
        String logs = RUN + "/taskInstances/fetch/logs/1";

        assertThat(web.get(logs + "?callback=failure").values("content", "event"))
                .containsExactly("told the team");
        assertThat(web.get(logs + "?callback=success").values("content", "event"))
                .isEmpty();
        assertThat(web.get(logs + "?callback=nothing").status()).isEqualTo(422);
    }

    @Test
    void an_xcom_is_json_or_text() throws Exception {
        String entries = RUN + "/taskInstances/fetch/xcomEntries";

        assertThat(web.get(entries).values("xcom_entries", "key")).containsExactly("return_value");
        assertThat(web.get(entries + "/return_value").at("/value/rows").asInt()).isEqualTo(842);
        assertThat(web.get(entries + "/return_value?stringify=true")
                        .at("/value")
                        .asText())
                .isEqualTo("{\"rows\":842}");
        assertThat(web.get(entries + "/other").at("/code").asText()).isEqualTo("XCOM_NOT_FOUND");
    }

    @Test
    void pools_show_what_takes_their_slots() throws Exception {
        var pool = web.get("/api/v2/pools/default_pool");

        assertThat(pool.at("/running_slots").asInt()).isEqualTo(1);
        assertThat(pool.at("/open_slots").asInt()).isEqualTo(127);
    }

    @Test
    void health_and_version_need_no_token() throws Exception {
        var health = web.send("GET", "/api/v2/monitor/health", null, null, Map.of());

        assertThat(health.at("/metadatabase/status").asText()).isEqualTo("healthy");
        assertThat(health.at("/scheduler/status").asText()).isEqualTo("unhealthy");
        assertThat(web.send("GET", "/api/v2/version", null, null, Map.of())
                        .at("/version")
                        .asText())
                .isEqualTo("1.2.3");
    }

    @Test
    void providers_are_the_operators_that_are_installed() throws Exception {
        var all = web.get("/api/v2/providers");

        assertThat(all.at("/total_entries").asInt()).isEqualTo(2);
        assertThat(all.at("/providers/0")).hasToString("""
                {"package_name":"rondo-operators-google","description":"Google","version":"1.2.3","documentation_url":null}""");
        assertThat(web.get("/api/v2/providers?limit=1&offset=1").at("/providers"))
                .singleElement()
                .satisfies(one -> assertThat(one.at("/package_name").asText()).isEqualTo("rondo-operators-standard"));
    }

    @Test
    void who_runs_it_is_told_that_it_lives_and_is_ready_without_a_token() throws Exception {
        assertThat(web.send("GET", "/health/live", null, null, Map.of())
                        .at("/status")
                        .asText())
                .isEqualTo("live");
        assertThat(web.send("GET", "/health/ready", null, null, Map.of())
                        .at("/status")
                        .asText())
                .isEqualTo("ready");
    }

    @Test
    void bad_values_are_refused_by_name_and_never_end_in_a_500() throws Exception {
        Map<String, Integer> asked = Map.ofEntries(
                Map.entry("/api/v2/dags?limit=-1", 422),
                Map.entry("/api/v2/dags?limit=x", 422),
                Map.entry("/api/v2/dags?order_by=password", 422),
                Map.entry("/api/v2/dags?paused=maybe", 422),
                Map.entry("/api/v2/dags?dag_id_pattern=%00", 422),
                Map.entry("/api/v2/dags/%27;drop%20table%20dag", 404),
                Map.entry("/api/v2/dags/flights/dagRuns?state=lost", 422),
                Map.entry("/api/v2/dags/flights/dagRuns?logical_date_gte=yesterday", 422),
                Map.entry(RUN + "/taskInstances/fetch/99999999999", 422),
                Map.entry(RUN + "/taskInstances/fetch/logs/x", 422),
                Map.entry("/api/v2/importErrors/7", 404),
                Map.entry("/api/v2/nothing", 404),
                Map.entry("/api/v3/dags", 404));

        for (var each : asked.entrySet()) {
            assertThat(web.get(each.getKey()).status()).as(each.getKey()).isEqualTo(each.getValue());
        }
        assertThat(web.get("/api/v2/dags?order_by=password").at("/detail").asText())
                .isEqualTo("order_by: 'password' is not one of dag_display_name, dag_id, next_dagrun");
    }

    @Test
    void answers_carry_headers_that_keep_other_pages_out() throws Exception {
        var headers = web.get("/api/v2/dags").response().headers();

        assertThat(headers.firstValue("cache-control")).hasValue("no-store");
        assertThat(headers.firstValue("x-content-type-options")).hasValue("nosniff");
        assertThat(headers.firstValue("x-frame-options")).hasValue("DENY");
        assertThat(headers.firstValue("content-security-policy").orElse("")).contains("script-src 'self'");
    }
}
