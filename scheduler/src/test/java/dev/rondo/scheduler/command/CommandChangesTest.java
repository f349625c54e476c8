package dev.rondo.scheduler.command;

import static dev.rondo.metadata.jooq.Tables.ASSET;
import static dev.rondo.metadata.jooq.Tables.BACKFILL;
import static dev.rondo.metadata.jooq.Tables.COMMAND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.core.command.Command;
import dev.rondo.core.command.Command.Write;
import dev.rondo.core.state.RunState;
import dev.rondo.core.state.TaskState;
import dev.rondo.metadata.command.CommandStore;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.scheduler.testing.Commands;
import dev.rondo.scheduler.testing.End;
import dev.rondo.scheduler.testing.EngineHarness;
import dev.rondo.scheduler.testing.TestDag;
import dev.rondo.sdk.Asset;
import dev.rondo.sdk.spec.ScheduleSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.Record2;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Each command leaves in the audit record what it changed, as that was before and as it is since. */
@ExtendWith(PostgresExtension.class)
class CommandChangesTest {

    private static final Instant DAY = Instant.parse("2025-12-01T00:00:00Z");
    private static final String SECRET = "hunter2";

    /** Commands that change nothing. */
    private static final Set<String> NOTHING_TO_TELL = Set.of("PreviewRunMark");

    private EngineHarness harness;
    private CommandStore store;
    private int asked;

    @BeforeEach
    void open(TestDatabase database) {
        harness = new EngineHarness(database);
        harness.clean();
        store = new CommandStore(harness.database().transactions());
        TestDag told = harness.publish(TestDag.named("told")
                .chain("a", "b")
                .schedule(new ScheduleSpec.DeltaDataInterval(ScheduleSpec.Step.of(Duration.ofDays(1))))
                .from("2025-01-01T00:00:00Z"));
        harness.worker("changes-worker", 2);
        long ignored = harness.trigger(told, "first", DAY);
        harness.run(dispatch -> End.failed());
    }

    @AfterEach
    void close() {
        harness.close();
    }

    /** What the record says of it: {@code before}, {@code after}. */
    private record Told(
            String kind, @Nullable String before, @Nullable String after) {

        boolean isNothing() {
            return before == null && after == null;
        }
    }

    private Told carriedOut(Command command) {
        String key = "key " + ++asked;
        var known = store.ask(new CommandStore.Asked(key, "ann", "test", null, command), harness.now());
        assertThat(known).isInstanceOf(CommandStore.Outcome.Known.class);
        CommandStore.Claimed claimed =
                store.claim("mine", harness.now(), harness.now(), 10).getFirst();
        try {
            var reply = new Commands(harness).runner().run(claimed, harness.now());
            assertThat(reply).get().as(command.toString()).matches(said -> said.status() == 200);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        harness.settle();
        Record2<String, String> row = harness.query(db -> db.select(COMMAND.BEFORE_CHANGE, COMMAND.AFTER_CHANGE)
                .from(COMMAND)
                .where(COMMAND.IDEMPOTENCY_KEY.eq(key))
                .fetchSingle());
        return new Told(command.getClass().getSimpleName(), row.value1(), row.value2());
    }

    private static Command variable(String description, Write write) {
        return new Command.SetVariable("token", SECRET, description, false, write);
    }

    private static Command connection(String host, Write write) {
        return new Command.SetConnection(
                "warehouse",
                List.of("host", "password"),
                "postgres",
                null,
                host,
                "loader",
                SECRET + host,
                5432,
                null,
                "{\"key\":\"" + SECRET + "\"}",
                write);
    }

    private static Command clear() {
        return new Command.ClearTasks(
                "told", "first", List.of(), Command.Scope.ONLY, null, null, false, false, true, false, false, null);
    }

    @Test
    void a_field_that_changed_stands_there_before_and_after_and_the_others_do_not() {
        Told made = carriedOut(new Command.SetPool("gpu", 2, "cards", false, Write.CREATE));
        Told changed = carriedOut(new Command.SetPool("gpu", 3, null, null, Write.CHANGE));
        Told deleted = carriedOut(new Command.DeletePool("gpu"));

        assertThat(List.of(made, changed, deleted))
                .containsExactly(
                        new Told(
                                "SetPool",
                                null,
                                "{\"name\":\"gpu\",\"slots\":2,\"description\":\"cards\",\"include_deferred\":false}"),
                        new Told("SetPool", "{\"slots\":2}", "{\"slots\":3}"),
                        new Told(
                                "DeletePool",
                                "{\"name\":\"gpu\",\"slots\":3,\"description\":\"cards\",\"include_deferred\":false}",
                                null));
    }

    @Test
    void of_a_secret_it_is_told_only_that_there_is_another() {
        Told made = carriedOut(connection("old", Write.CREATE));
        Told changed = carriedOut(connection("new", Write.CHANGE));
        Told deleted = carriedOut(new Command.DeleteConnection("warehouse"));

        assertThat(made.after()).contains("\"password\":\"***\"", "\"extra\":\"***\"", "\"login\":\"loader\"");
        assertThat(changed)
                .isEqualTo(new Told(
                        "SetConnection",
                        "{\"host\":\"old\",\"password\":\"***\"}",
                        "{\"host\":\"new\",\"password\":\"*** (another)\"}"));
        assertThat(deleted.before()).contains("\"host\":\"new\"", "\"password\":\"***\"");
        assertThat(deleted.after()).isNull();
    }

    @Test
    void of_a_value_between_tasks_it_is_told_what_it_was_and_is() {
        Told made = carriedOut(new Command.SetXCom("told", "first", "a", -1, "odd", "{\"rows\":7}", true));
        Told changed = carriedOut(new Command.SetXCom("told", "first", "a", -1, "odd", "{\"rows\":8}", false));
        Told deleted = carriedOut(new Command.DeleteXCom("told", "first", "a", -1, "odd"));

        assertThat(made.after()).contains("\"key\":\"odd\"", "\"value\":\"{\\\"rows\\\":7}\"");
        assertThat(changed)
                .isEqualTo(new Told("SetXCom", "{\"value\":\"{\\\"rows\\\":7}\"}", "{\"value\":\"{\\\"rows\\\":8}\"}"));
        assertThat(deleted.before()).contains("\"value\":\"{\\\"rows\\\":8}\"");
        assertThat(deleted.after()).isNull();
    }

    @Test
    void of_a_clear_the_states_of_the_run_and_of_its_tasks_are_told() {
        Told cleared = carriedOut(clear());

        assertThat(cleared.before())
                .contains(
                        "\"runs\":{\"failed\":1}",
                        "\"tasks\":{\"failed\":1,\"upstream_failed\":1}",
                        "\"first/a\":\"failed\"");
        assertThat(cleared.after())
                .contains("\"runs\":{", "\"first/b\":\"none\"")
                .doesNotContain("failed");
    }

    @Test
    void what_changes_nothing_says_nothing() {
        assertThat(carriedOut(new Command.SetPaused("told", false)).isNothing()).isTrue();
        assertThat(carriedOut(new Command.PreviewRunMark("told", "first", RunState.SUCCESS))
                        .isNothing())
                .isTrue();
    }

    private long onlyBackfill() {
        return harness.query(
                        db -> db.select(BACKFILL.BACKFILL_ID).from(BACKFILL).fetchSingle())
                .value1();
    }

    private long asset(String name) {
        return harness.query(db -> db.select(ASSET.ASSET_ID)
                        .from(ASSET)
                        .where(ASSET.NAME.eq(name))
                        .fetchSingle())
                .value1();
    }

    /** One of each kind at least, each after what it needs. */
    private List<Supplier<Command>> all() {
        return List.of(
                () -> new Command.SetPaused("told", true),
                () -> new Command.SetPaused("told", false),
                () -> new Command.TriggerRun("told", "second", null, null, null, null, null, null, "test"),
                () -> new Command.PreviewRunMark("told", "second", RunState.FAILED),
                () -> new Command.MarkRun("told", "second", RunState.FAILED),
                () -> new Command.SetNote("told", "first", null, "noted"),
                () -> new Command.SetNote("told", "first", new Command.TaskSelector("a", -1), "noted"),
                () -> new Command.SetXCom("told", "first", "a", -1, "odd", "{\"rows\":7}", true),
                () -> new Command.DeleteXCom("told", "first", "a", -1, "odd"),
                CommandChangesTest::clear,
                () -> new Command.MarkTasks(
                        "told",
                        "first",
                        List.of(new Command.TaskSelector("a", null)),
                        Command.Scope.ONLY,
                        TaskState.FAILED,
                        false,
                        null),
                () -> new Command.CreateBackfill(
                        "told", DAY, DAY.plus(Duration.ofDays(3)), "none", false, 1, null, false, false, "test"),
                () -> new Command.PauseBackfill(onlyBackfill(), true),
                () -> new Command.CancelBackfill(onlyBackfill()),
                () -> new Command.RetryBackfill(onlyBackfill(), false),
                () -> new Command.SetPool("gpu", 2, "cards", false, Write.CREATE),
                () -> new Command.DeletePool("gpu"),
                () -> variable("for the warehouse", Write.CREATE),
                () -> new Command.DeleteVariable("token"),
                () -> connection("db", Write.CREATE),
                () -> new Command.DeleteConnection("warehouse"),
                () -> new Command.AnswerApproval("asking", "first", "ask", -1, "{\"why\":\"" + SECRET + "\"}", false),
                () -> new Command.CreateAssetEvent(asset("orders"), "{}"),
                () -> new Command.DeleteQueuedEvents("waiting", null, null),
                () -> new Command.DeleteRun("told", "second"),
                () -> new Command.MarkRun("told", "first", RunState.FAILED),
                () -> new Command.DeleteDag("asking"));
    }

    private void publishOthers() {
        TestDag asking = TestDag.named("asking").chain("ask");
        asking.task("ask").asks("{\"type\":\"object\",\"properties\":{\"why\":{\"type\":\"string\"}}}");
        harness.publish(asking);
        long ignored = harness.trigger(asking, "first");
        harness.publish(TestDag.named("waiting")
                .chain("a")
                .schedule(new ScheduleSpec.Assets(Asset.of("orders").and(Asset.of("rates")))));
        harness.settle();
    }

    @Test
    void each_kind_of_command_tells_what_it_changed_and_none_tells_a_secret() {
        publishOthers();

        List<Told> told = new ArrayList<>();
        all().forEach(command -> told.add(carriedOut(command.get())));

        Map<Boolean, Set<String>> kinds = told.stream()
                .collect(Collectors.partitioningBy(
                        Told::isNothing, Collectors.mapping(Told::kind, Collectors.toCollection(TreeSet::new))));
        assertThat(kinds.get(true)).isEqualTo(NOTHING_TO_TELL);
        assertThat(told.stream().map(Told::kind).collect(Collectors.toSet())).isEqualTo(kindsOfCommands());
        assertThat(told.toString()).doesNotContain(SECRET);
    }

    /** All but the one that a worker answers, and that keeps nothing. */
    private static Set<String> kindsOfCommands() {
        return Stream.of(Command.class.getPermittedSubclasses())
                .filter(kind -> kind != Command.TestConnection.class)
                .map(Class::getSimpleName)
                .collect(Collectors.toSet());
    }
}
