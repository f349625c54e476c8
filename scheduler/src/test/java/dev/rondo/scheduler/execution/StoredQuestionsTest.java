package dev.rondo.scheduler.execution;

import static dev.rondo.metadata.jooq.Tables.COMMAND;
import static dev.rondo.metadata.jooq.Tables.WORKER;
import static dev.rondo.metadata.jooq.Tables.XCOM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.core.command.Command;
import dev.rondo.core.dispatch.XComSize;
import dev.rondo.core.protocol.Ask;
import dev.rondo.core.protocol.Dispatch;
import dev.rondo.metadata.Transactions;
import dev.rondo.metadata.asset.AssetStore;
import dev.rondo.metadata.blob.FileBlobStore;
import dev.rondo.metadata.blob.LargeXComs;
import dev.rondo.metadata.control.ConnectionStore;
import dev.rondo.metadata.control.ControlStore;
import dev.rondo.metadata.control.QuestionStore;
import dev.rondo.metadata.control.SecretStore;
import dev.rondo.metadata.control.SettingStore;
import dev.rondo.metadata.query.ConnectionQueries;
import dev.rondo.metadata.query.DagQueries;
import dev.rondo.metadata.query.RunQueries;
import dev.rondo.metadata.secret.KeyFile;
import dev.rondo.metadata.secret.Seals;
import dev.rondo.metadata.secret.TinkSeals;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.scheduler.dispatch.DispatchTokens;
import dev.rondo.scheduler.engine.LeaseOver;
import dev.rondo.scheduler.testing.Commands;
import dev.rondo.scheduler.testing.End;
import dev.rondo.scheduler.testing.EngineHarness;
import dev.rondo.scheduler.testing.FakeWorker;
import dev.rondo.scheduler.testing.TestDag;
import dev.rondo.storage.secret.OutsideSettings;
import dev.rondo.storage.secret.SecretBackend;
import dev.rondo.storage.secret.SecretBackendException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A token allows what it allows from the dispatch to its end, however long that is, and not a moment longer. */
@ExtendWith(PostgresExtension.class)
class StoredQuestionsTest {

    @TempDir
    static Path keys;

    @TempDir
    private Path folder;

    private FileBlobStore blobs;

    private static final Map<String, String> ENVIRONMENT =
            Map.of("RONDO_VAR_REGION", "europe", "RONDO_CONN_WAREHOUSE", "postgres://here");

    private final Safe safe = new Safe();
    private EngineHarness harness;
    private StoredQuestions questions;
    private TinkSeals seals;
    private FakeWorker worker;
    private Dispatch dispatch;

    @BeforeEach
    void open(TestDatabase database) {
        harness = new EngineHarness(database);
        harness.clean();
        Transactions transactions = harness.database().transactions();
        blobs = new FileBlobStore(folder);
        seals = new TinkSeals(new KeyFile(keys.resolve("secret-keys")), new SecretStore(transactions));
        questions = new StoredQuestions(
                new DispatchTokens(new byte[32]), // as the harness has
                new QuestionStore(transactions),
                new LargeXComs(blobs),
                new ControlStore(transactions),
                new DagQueries(transactions),
                new RunQueries(transactions),
                new AssetStore(transactions),
                new Commands(harness).runner(),
                new TaskSettings(
                        OutsideSettings.of(safe, "rondo", ENVIRONMENT),
                        new QuestionStore(transactions),
                        new ConnectionQueries(transactions),
                        seals),
                harness.clock());
        TestDag dag = TestDag.named("long").chain("train", "push");
        dag.task("push").input("train");
        harness.publish(dag);
        worker = harness.worker("first", 1);
        harness.trigger(dag, "run");
        harness.run(d -> null);
        dispatch = worker.received().getLast();
        worker.begin(dispatch.dispatchId());
        harness.settle();
    }

    @AfterEach
    void close() {
        harness.close();
    }

    private @Nullable String ask(Dispatch of, String kind, @Nullable String... arguments) throws Exception {
        return questions.answer(of.token(), new Ask(kind, Arrays.asList(arguments)));
    }

    private List<String> pushed() {
        return new QuestionStore(harness.database().transactions())
                .values(dispatch.runNo(), "train", null, "auc").stream()
                        .map(QuestionStore.Value::json)
                        .toList();
    }

    /** A secret backend that a test fills. */
    private static final class Safe implements SecretBackend {

        private final Map<String, String> secrets = new HashMap<>();
        private boolean isAway;

        @Override
        public Optional<String> find(String name) {
            if (isAway) {
                throw new SecretBackendException("the safe is away");
            }
            return Optional.ofNullable(secrets.get(name));
        }

        @Override
        public String words() {
            return "the safe";
        }
    }

    private void assertRefused(Dispatch of) {
        assertThatThrownBy(() -> ask(of, Ask.XCOM_PUSH, "auc", "0.1", null))
                .isInstanceOf(DispatchQuestions.NotAllowedException.class)
                .hasMessageContaining("dispatch " + of.dispatchId() + " is not under way any more");
        assertThatThrownBy(() -> ask(of, Ask.VARIABLE, "region"))
                .isInstanceOf(DispatchQuestions.NotAllowedException.class);
        assertThatThrownBy(() -> questions.inputs(of.token()))
                .isInstanceOf(DispatchQuestions.NotAllowedException.class);
    }

    @Test
    void a_task_that_runs_for_a_year_still_asks_with_the_token_of_its_first_minute() throws Exception {
        harness.clock().advance(Duration.ofDays(365));

        assertThat(ask(dispatch, Ask.VARIABLE, "region")).isEqualTo("europe");
        assertThat(ask(dispatch, Ask.XCOM_PUSH, "auc", "0.9", null)).isNull();
        assertThat(pushed()).containsExactly("0.9");
    }

    @Test
    void a_sensor_that_is_watched_may_read_until_its_next_look_is_given_out_and_changes_nothing() throws Exception {
        worker.finish(
                dispatch.dispatchId(), End.lookAgain(harness.clock().instant().plus(Duration.ofHours(1))));
        harness.settle();

        assertThat(ask(dispatch, Ask.VARIABLE, "region")).isEqualTo("europe");
        assertThat(ask(dispatch, Ask.CONNECTION, "warehouse")).isEqualTo("postgres://here");
        assertThatThrownBy(() -> ask(dispatch, Ask.XCOM_PUSH, "auc", "0.1", null))
                .isInstanceOf(DispatchQuestions.NotAllowedException.class);
        assertThatThrownBy(() -> ask(dispatch, Ask.TRIGGER_DAG_RUN, "long", null, null, null, null, "key"))
                .isInstanceOf(DispatchQuestions.NotAllowedException.class);
        worker.wake(dispatch);
        harness.settle();
        assertRefused(dispatch);
    }

    @Test
    void a_secret_backend_comes_before_the_environment_and_nothing_instead_of_it() throws Exception {
        safe.secrets.put("rondo-variables-region", "asia");
        safe.secrets.put("rondo-connections-warehouse", "postgres://there");

        assertThat(ask(dispatch, Ask.VARIABLE, "region")).isEqualTo("asia");
        assertThat(ask(dispatch, Ask.CONNECTION, "warehouse")).isEqualTo("postgres://there");

        safe.secrets.clear();
        assertThat(ask(dispatch, Ask.VARIABLE, "region")).isEqualTo("europe");

        safe.isAway = true;
        assertThatThrownBy(() -> ask(dispatch, Ask.VARIABLE, "region"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the safe is away");
        assertThatThrownBy(() -> ask(dispatch, Ask.CONNECTION, "warehouse"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the safe is away");
    }

    @Test
    void a_variable_and_a_connection_of_the_database_come_opened() throws Exception {
        var settings = new SettingStore(harness.database().transactions());
        var connections = new ConnectionStore(harness.database().transactions());
        String value = seals.seal(Seals.ofVariable("bucket"), "gs://models");
        settings.setVariable(new Command.SetVariable("bucket", value, null, false, Command.Write.CREATE));
        settings.setVariable(new Command.SetVariable("region", value, null, false, Command.Write.CREATE));
        connections.set(connection("lake", seals.seal(Seals.ofPassword("lake"), "p@ss/word")));
        connections.set(connection("warehouse", null));

        assertThat(ask(dispatch, Ask.VARIABLE, "bucket")).isEqualTo("gs://models");
        assertThat(ask(dispatch, Ask.VARIABLE, "region"))
                .as("the environment goes before")
                .isEqualTo("europe");
        assertThat(ask(dispatch, Ask.VARIABLE, "none")).isNull();
        assertThat(ask(dispatch, Ask.CONNECTION, "lake"))
                .isEqualTo("postgres://ann:p%40ss%2Fword@db:5432/sales?sslmode=require");
        assertThat(ask(dispatch, Ask.CONNECTION, "warehouse")).isEqualTo("postgres://here");
        assertThat(ask(dispatch, Ask.CONNECTION, "none")).isNull();
    }

    private Command.SetConnection connection(String id, @Nullable String password) {
        return new Command.SetConnection(
                id,
                List.of(),
                "postgres",
                "words",
                "db",
                "ann",
                password,
                5432,
                "sales",
                seals.seal(Seals.ofExtra(id), "{\"sslmode\":\"require\"}"),
                Command.Write.CREATE);
    }

    @Test
    void a_secret_that_was_moved_elsewhere_is_not_opened_and_the_task_learns_why() {
        var settings = new SettingStore(harness.database().transactions());
        String value = seals.seal(Seals.ofVariable("theirs"), "hunter2");
        settings.setVariable(new Command.SetVariable("mine", value, null, false, Command.Write.CREATE));

        assertThatThrownBy(() -> ask(dispatch, Ask.VARIABLE, "mine"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the secret of variable:mine was sealed with another key, or was altered; set it anew");
    }

    @Test
    void another_scheduler_knows_it_too() throws Exception {
        harness.restart();
        harness.settle();

        assertThat(ask(dispatch, Ask.VARIABLE, "region")).isEqualTo("europe");
    }

    @Test
    void it_ends_with_its_dispatch() throws Exception {
        worker.finish(dispatch.dispatchId(), End.success());
        harness.run(d -> null);

        assertRefused(dispatch);
        assertThat(pushed()).isEmpty();
        Dispatch next = worker.received().getLast();
        assertThat(next.dispatchId()).isGreaterThan(dispatch.dispatchId());
    }

    @Test
    void a_try_that_was_given_to_another_worker_has_another_token_and_the_old_one_is_refused() throws Exception {
        worker.disconnect();
        FakeWorker second = harness.worker("second", 1);
        harness.query(db -> db.update(WORKER)
                .set(WORKER.LEASE_UNTIL, Instant.EPOCH)
                .where(WORKER.WORKER_ID.eq("first"))
                .execute());
        harness.engine().ask(new LeaseOver(List.of("first")));
        harness.settle();
        harness.run(d -> null);
        Dispatch again = second.received().getLast();
        assertThat(again.taskId()).isEqualTo("train");
        assertThat(again.tryNumber()).as("the same try, once more").isEqualTo(dispatch.tryNumber());

        assertRefused(dispatch);
        assertThat(ask(again, Ask.XCOM_PUSH, "auc", "0.8", null)).isNull();
        assertThat(pushed()).containsExactly("0.8");
    }

    private String row(String key) {
        return harness.query(db -> db.select(XCOM.VALUE.isNull(), XCOM.BLOB_HASH.isNull(), XCOM.SIZE_BYTES)
                .from(XCOM)
                .where(XCOM.KEY.eq(key))
                .fetchSingle(r -> "value " + !r.value1() + ", blob " + !r.value2() + ", " + r.value3() + " bytes"));
    }

    private static String text(int bytes) {
        return "\"" + "x".repeat(bytes - 2) + "\"";
    }

    @Test
    void a_value_of_more_than_64_kib_is_in_the_store_and_pulled_as_others_are() throws Exception {
        String large = text(XComSize.MAX_ROW_BYTES + 1);
        assertThat(ask(dispatch, Ask.XCOM_PUSH, "large", large, null)).isNull();
        assertThat(ask(dispatch, Ask.XCOM_PUSH, "small", text(XComSize.MAX_ROW_BYTES), null))
                .isNull();

        assertThat(row("large")).isEqualTo("value false, blob true, 65537 bytes");
        assertThat(row("small")).isEqualTo("value true, blob false, 65536 bytes");
        assertThat(ask(dispatch, Ask.XCOM_PULL, "train", null, "large")).isEqualTo(large);
    }

    @Test
    void a_large_value_that_becomes_small_is_in_the_tables_again() throws Exception {
        assertThat(ask(dispatch, Ask.XCOM_PUSH, "turns", text(100_000), null)).isNull();
        assertThat(ask(dispatch, Ask.XCOM_PUSH, "turns", "1", null)).isNull();

        assertThat(row("turns")).isEqualTo("value true, blob false, 1 bytes");
        assertThat(ask(dispatch, Ask.XCOM_PULL, "train", null, "turns")).isEqualTo("1");
    }

    @Test
    void a_value_over_the_cap_is_refused_and_told_what_to_do() {
        assertThatThrownBy(() -> ask(dispatch, Ask.XCOM_PUSH, "vast", text(XComSize.MAX_CHARS + 1), null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'vast' of task 'train' has 33554433 characters as JSON and may have 33554432")
                .hasMessageContaining("return where it is");
    }

    private void inStore(int mapIndex, String hash) {
        harness.query(db -> db.insertInto(XCOM)
                .set(XCOM.RUN_NO, dispatch.runNo())
                .set(XCOM.TASK_ID, "mapped")
                .set(XCOM.MAP_INDEX, mapIndex)
                .set(XCOM.KEY, "large")
                .set(XCOM.BLOB_HASH, hash)
                .set(XCOM.SIZE_BYTES, 1L)
                .set(XCOM.CREATED_AT, harness.now())
                .execute());
    }

    @Test
    void an_instance_that_pulls_its_own_fetches_no_other_value_from_the_store() throws Exception {
        inStore(0, new LargeXComs(blobs).keep("\"own\"".getBytes(StandardCharsets.UTF_8)));
        inStore(1, "0".repeat(64)); // to ask for it is to be told that the store has it no more

        assertThat(ask(dispatch, Ask.XCOM_PULL, "mapped", "0", "large")).isEqualTo("\"own\"");
        assertThatThrownBy(() -> ask(dispatch, Ask.XCOM_PULL, "mapped", null, "large"))
                .hasMessageContaining("is no longer in the store");
    }

    @Test
    void a_value_that_the_store_has_lost_is_told_as_such() throws Exception {
        assertThat(ask(dispatch, Ask.XCOM_PUSH, "large", text(100_000), null)).isNull();
        try (Stream<Path> kept = Files.walk(folder)) {
            kept.filter(Files::isRegularFile)
                    .forEach(file -> assertThat(file.toFile().delete()).isTrue());
        }

        assertThatThrownBy(() -> ask(dispatch, Ask.XCOM_PULL, "train", null, "large"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is no longer in the store")
                .hasMessageContaining("clear the task");
    }

    @Test
    void a_push_that_was_allowed_a_moment_ago_is_not_written_behind_the_end() {
        QuestionStore store = new QuestionStore(harness.database().transactions());
        var value = QuestionStore.Pushed.small(
                dispatch.runNo(), "train", dispatch.mapIndex(), "auc", "0.7", null, harness.now());
        assertThat(store.put(dispatch.dispatchId(), value)).isTrue();
        worker.finish(dispatch.dispatchId(), End.success());
        harness.settle();

        assertThat(store.put(dispatch.dispatchId(), value)).isFalse();
    }

    @Test
    void the_same_wish_for_a_run_under_the_same_key_makes_one_run() throws Exception {
        String first = ask(dispatch, Ask.TRIGGER_DAG_RUN, "long", null, null, "{}", "false", "key");
        harness.clock().advance(Duration.ofMinutes(1));

        String again = ask(dispatch, Ask.TRIGGER_DAG_RUN, "long", null, null, "{}", "false", "key");
        harness.clock().advance(Duration.ofMinutes(1));
        String other = ask(dispatch, Ask.TRIGGER_DAG_RUN, "long", null, null, "{\"n\":1}", "false", "key");
        harness.clock().advance(Duration.ofMinutes(1));
        String next = ask(dispatch, Ask.TRIGGER_DAG_RUN, "long", null, null, "{}", "false", "next key");

        assertThat(again).isNotNull().isEqualTo(first);
        assertThat(List.of(first, other, next)).doesNotHaveDuplicates();
    }

    @Test
    void a_run_that_exists_is_begun_again_once_for_a_key() throws Exception {
        String first = ask(dispatch, Ask.TRIGGER_DAG_RUN, "long", "named", null, "{}", "true", "key");
        String reset = ask(dispatch, Ask.TRIGGER_DAG_RUN, "long", "named", null, "{}", "true", "another key");
        String again = ask(dispatch, Ask.TRIGGER_DAG_RUN, "long", "named", null, "{}", "true", "another key");

        assertThat(first).contains("named");
        assertThat(List.of(reset, again)).allSatisfy(run -> assertThat(run).contains("named"));
        int clears = harness.query(db -> db.fetchCount(COMMAND, COMMAND.KIND.eq("ClearTasks")));
        assertThat(clears).isEqualTo(1);
    }

    @Test
    void a_run_is_found_by_its_id_or_its_date_with_the_states_of_its_tasks() throws Exception {
        String named =
                ask(dispatch, Ask.TRIGGER_DAG_RUN, "long", "named", "2026-01-05T00:00:00Z", "{}", "false", "key");

        assertThat(ask(dispatch, Ask.RUN, "long", "run", null))
                .isEqualTo("{\"dag_id\":\"long\",\"run_id\":\"run\",\"state\":\"running\",\"logical_date\":null}");
        assertThat(ask(dispatch, Ask.RUN, "long", null, "2026-01-05T00:00:00Z"))
                .isEqualTo(named)
                .contains("\"run_id\":\"named\"");
        assertThat(ask(dispatch, Ask.RUN, "long", null, "2026-01-06T00:00:00Z")).isNull();
        assertThat(ask(dispatch, Ask.TASK_STATES, "long", "run", "[\"train\",\"push\",\"none\"]"))
                .isEqualTo("{\"push\":[\"none\"],\"train\":[\"queued\"]}");
        assertThat(ask(dispatch, Ask.TASK_STATES, "long", "never", "[\"train\"]"))
                .isNull();
    }

    @Test
    void of_tasks_that_are_asked_for_those_are_named_that_the_dag_does_not_have() throws Exception {
        assertThat(ask(dispatch, Ask.MISSING_TASKS, "long", "[\"train\",\"trian\",\"pull\"]"))
                .isEqualTo("[\"trian\",\"pull\"]");
        assertThat(ask(dispatch, Ask.MISSING_TASKS, "long", "[\"push\"]")).isEqualTo("[]");
        assertThat(ask(dispatch, Ask.MISSING_TASKS, "short", "[\"push\"]")).isNull();
    }

    @Test
    void a_text_that_is_no_token_is_refused() {
        assertThatThrownBy(() -> questions.inputs("guessed"))
                .isInstanceOf(DispatchQuestions.NotAllowedException.class)
                .hasMessage("not the token of a dispatch");
    }

    static List<Ask> badQuestions() {
        return List.of(
                new Ask(Ask.VARIABLE, List.of()),
                new Ask(Ask.VARIABLE, Arrays.asList((String) null)),
                new Ask(Ask.XCOM_PULL, List.of("train", "first", "auc")),
                new Ask(Ask.XCOM_PUSH, Arrays.asList("auc", "{", null)),
                new Ask(Ask.RUN, Arrays.asList("long", null, "yesterday")),
                new Ask(Ask.TRIGGER_DAG_RUN, Arrays.asList("long", null, "yesterday", null, "false")),
                new Ask(Ask.TRIGGER_DAG_RUN, List.of("long")),
                new Ask(Ask.TASK_STATES, List.of("long", "run", "train")),
                new Ask(Ask.TASK_STATES, List.of("long", "run", "[1]")),
                new Ask(Ask.MISSING_TASKS, List.of("long", "{}")),
                new Ask(Ask.INLET_EVENTS, List.of("asset", "orders", "many")),
                new Ask(Ask.INLET_EVENTS, List.of("asset", "orders", "0")),
                new Ask("fortune", List.of()));
    }

    @ParameterizedTest
    @MethodSource("badQuestions")
    void a_question_that_cannot_be_answered_is_refused_with_a_sentence(Ask bad) {
        assertThatThrownBy(() -> questions.answer(dispatch.token(), bad))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("question '" + bad.kind() + "'");
    }
}
