package dev.rondo.metadata.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.core.dagrun.RunType;
import dev.rondo.metadata.Database;
import dev.rondo.metadata.JdbcSettings;
import dev.rondo.metadata.asset.AssetRuns;
import dev.rondo.metadata.sets.SetStatement;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The engine's statements are planned once, for values that the planner does not see. Where that forbids an index (a
 * partial one whose state is a parameter), a table of fifty million instances would be read from end to end.
 */
@ExtendWith(PostgresExtension.class)
class PlansTest {

    private static final Instant NOW = Instant.parse("2026-03-29T00:00:00Z");

    private static final Pattern WHOLE_TABLE =
            Pattern.compile("Seq Scan on (task_instance|dag_run|task_try|xcom|outbox|deadline|command)");

    @Test
    void what_the_engine_reads_is_found_by_indexes_whatever_the_values(TestDatabase mine) throws SQLException {
        try (Database database = mine.open(1)) {
            Set<String> statements = recorded(database, PlansTest::readAll);

            assertThat(statements).hasSizeGreaterThan(20);
            assertNoneReadsAWholeTable(mine, statements);
        }
    }

    @Test
    void what_the_engine_writes_is_found_by_indexes_whatever_the_values(TestDatabase mine) throws SQLException {
        RunStatements all = new RunStatements();
        List<String> statements = Stream.of(
                        all.lock,
                        all.updateRuns,
                        all.putXComs,
                        all.forgetXComs,
                        all.addCallbacks,
                        all.changePools,
                        all.movePools,
                        all.results,
                        all.instances.keepTry,
                        all.instances.delete,
                        all.instances.insert,
                        all.instances.update,
                        all.instances.place,
                        all.instances.note)
                .map(SetStatement::sql)
                .toList();

        assertNoneReadsAWholeTable(mine, statements);
    }

    @Test
    void a_state_that_is_a_parameter_would_be_noticed(TestDatabase mine) {
        assertThatThrownBy(() ->
                        assertNoneReadsAWholeTable(mine, List.of("select run_no from task_instance where state = ?")))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Seq Scan on task_instance");
    }

    private static void readAll(RunTransaction engine) {
        List<Long> runs = List.of(1L, 2L);
        List<String> workers = List.of("worker-1");
        engine.load(runs);
        engine.past(List.of(new PastQuestion(1, "dag", NOW, Set.of(RunType.SCHEDULED), Set.of("task"))));
        engine.prevSuccess(runs);
        engine.runningAfter("dag", NOW, 10);
        engine.startable(new TreeSet<>(Set.of("dag")), NOW);
        engine.activeOf("dag", "task");
        engine.scheduledByRun(10);
        engine.due(NOW, 10);
        engine.stalled(10);
        engine.dagsWithQueuedRuns(NOW);
        engine.heldBy(workers);
        engine.hasDueCallbacks(NOW);
        engine.dueCallbacks(NOW, 10);
        engine.heldCallback(1);
        engine.takeCallbacksBack(workers, List.of(1L), NOW);
        engine.callbackReturned(1, 1, NOW);
        engine.callbackEnded(1, 1, true, "done", NOW);
        engine.nextDeadline();
        engine.dueDeadlines(NOW, 10);
        engine.judgeDeadlines(runs, NOW);
        engine.takeOver(10);
        engine.lockOpenCommand(1);
    }

    private static Set<String> recorded(Database database, Consumer<RunTransaction> work) {
        Set<String> statements = new LinkedHashSet<>();
        database.transactions()
                .run(context -> context.connection(connection -> {
                    DSLContext recording = context.configuration()
                            .derive(recording(connection, statements))
                            .dsl();
                    work.accept(
                            new RunTransaction(recording, new RunStatements(), new AssetRuns(new SplittableRandom(1))));
                }));
        return statements;
    }

    private static Connection recording(Connection real, Set<String> statements) {
        return (Connection) Proxy.newProxyInstance(
                PlansTest.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("prepareStatement")) {
                        statements.add((String) arguments[0]);
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static void assertNoneReadsAWholeTable(TestDatabase mine, Iterable<String> statements) throws SQLException {
        try (Connection connection = simple(mine.settings());
                Statement statement = connection.createStatement()) {
            // Reading a whole small table is the best plan there is; forbidden, it is chosen only where no other can
            // be.
            statement.execute("set enable_seqscan = off");
            for (String sql : statements) {
                List<String> plan = plan(statement, sql);

                assertThat(plan)
                        .as(sql)
                        .isNotEmpty()
                        .noneMatch(line -> WHOLE_TABLE.matcher(line).find());
            }
        }
    }

    /** A statement with parameters and without their values goes by the simple protocol alone. */
    private static Connection simple(JdbcSettings settings) throws SQLException {
        Properties properties = new Properties();
        properties.putAll(
                Map.of("user", settings.user(), "password", settings.password(), "preferQueryMode", "simple"));
        return DriverManager.getConnection(settings.url(), properties);
    }

    private static List<String> plan(Statement statement, String sql) throws SQLException {
        List<String> lines = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery("explain (generic_plan) " + numbered(sql))) {
            while (rows.next()) {
                lines.add(rows.getString(1));
            }
        }
        return lines;
    }

    private static String numbered(String sql) {
        AtomicInteger number = new AtomicInteger();
        return Pattern.compile("\\?").matcher(sql).replaceAll(found -> "\\$" + number.incrementAndGet());
    }
}
