package dev.rondo.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import com.zaxxer.hikari.HikariDataSource;
import dev.rondo.metadata.CuttingProxy.Cut;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 1, unit = TimeUnit.MINUTES)
class TransactionsTest {

    @RegisterExtension
    static final ServerForClass SERVER = new ServerForClass();

    private static final Table<Record> ROOMS = table(name("room"));
    private static final Field<Integer> ID = field(name("id"), Integer.class);
    private static final Field<Integer> GUESTS = field(name("guests"), Integer.class);

    private final Database database = open(SERVER.settings());
    private final List<HikariDataSource> opened = new ArrayList<>();

    @BeforeEach
    void two_rooms() throws SQLException {
        execute("drop table if exists room");
        execute("create table room (id int primary key, guests int not null)");
        execute("insert into room values (1, 0), (2, 0)");
    }

    @AfterEach
    void close() {
        database.close();
        opened.forEach(HikariDataSource::close);
    }

    @Test
    void the_result_of_committed_work_is_returned() {
        int guests = database.transactions().call(context -> {
            enter(context, 1);
            return guestsOf(context, 1);
        });

        assertThat(guests).isEqualTo(1);
        assertThat(guestsNow(1)).isEqualTo(1);
    }

    @Test
    void work_that_throws_leaves_nothing_behind() {
        assertThatThrownBy(() -> database.transactions().run(context -> {
                    enter(context, 1);
                    throw new IllegalStateException("changed my mind");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("changed my mind");

        assertThat(guestsNow(1)).isZero();
    }

    @Test
    void a_refused_statement_is_reported_once_and_not_retried() {
        AtomicInteger tries = new AtomicInteger();

        assertThatThrownBy(() -> database.transactions().run(context -> {
                    tries.incrementAndGet();
                    context.insertInto(ROOMS, ID, GUESTS).values(1, 5).execute();
                }))
                .isInstanceOf(DataAccessException.class)
                .hasMessageContaining("duplicate key");
        assertThat(tries).hasValue(1);
    }

    @Test
    void two_that_lock_crosswise_both_get_through() throws Exception {
        CyclicBarrier bothHoldOne = new CyclicBarrier(2);
        AtomicInteger tries = new AtomicInteger();

        CompletableFuture<Void> first = CompletableFuture.runAsync(() -> enterBoth(1, 2, bothHoldOne, tries));
        CompletableFuture<Void> second = CompletableFuture.runAsync(() -> enterBoth(2, 1, bothHoldOne, tries));
        first.get();
        second.get();

        assertThat(guestsNow(1)).isEqualTo(2);
        assertThat(guestsNow(2)).isEqualTo(2);
        assertThat(tries.get())
                .as(
                        "at least one of the two was the victim of the deadlock; on a busy machine both may be, and meet again")
                .isGreaterThanOrEqualTo(3);
    }

    @Test
    void a_serialization_failure_is_retried_with_growing_bounded_waits_and_at_last_thrown() {
        List<Duration> waits = new ArrayList<>();
        AtomicInteger tries = new AtomicInteger();
        Transactions transactions = new Transactions(driver(), waits::add, new Random(1));

        assertThatThrownBy(() -> transactions.run(context -> {
                    tries.incrementAndGet();
                    fail(context, "40001");
                }))
                .isInstanceOf(DataAccessException.class)
                .hasMessageContaining("lost");
        assertThat(tries).hasValue(8);
        assertThat(waits)
                .hasSize(7)
                .allSatisfy(wait -> assertThat(wait).isPositive().isLessThanOrEqualTo(Duration.ofMillis(128)));
        assertThat(waits.getFirst()).isLessThanOrEqualTo(Duration.ofMillis(2));
    }

    @Test
    void what_was_slept_in_until_the_server_ended_it_is_done_again_from_the_begin() {
        AtomicInteger tries = new AtomicInteger();

        database.transactions().run(context -> {
            enter(context, 1);
            if (tries.incrementAndGet() == 1) {
                sleepUntilTheServerEnds(context);
            }
            enter(context, 1);
        });

        assertThat(tries).hasValue(2);
        assertThat(guestsNow(1)).isEqualTo(2);
    }

    @Test
    void a_commit_that_is_slept_before_is_refused_for_certain_and_done_again() {
        AtomicInteger tries = new AtomicInteger();

        database.transactions().run(context -> {
            enter(context, 1);
            if (tries.incrementAndGet() == 1) {
                sleepUntilTheServerEnds(context);
            }
        });

        assertThat(tries).hasValue(2);
        assertThat(guestsNow(1)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"53100", "53300", "58030", "25P03", "57P05"})
    void what_is_the_servers_trouble_is_told_as_that_and_not_as_the_works(String state) {
        assertThatThrownBy(() -> database.transactions().run(context -> fail(context, state)))
                .isInstanceOf(DatabaseUnavailableException.class)
                .hasMessageContaining("cannot do it now");
    }

    @Test
    void a_wait_that_is_interrupted_ends_the_retries() {
        Transactions transactions = new Transactions(
                driver(),
                _ -> {
                    throw new InterruptedException();
                },
                new Random(1));

        assertThatThrownBy(() -> transactions.run(context -> fail(context, "40P01")))
                .isInstanceOf(DataAccessException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void a_commit_whose_answer_was_lost_is_unknown_and_here_it_took_effect() throws Exception {
        CommitUnknownException unknown = commitThroughACut(Cut.AFTER_COMMIT);

        assertThat(unknown).hasMessageContaining("re-read");
        awaitGuests(1, 1);
    }

    @Test
    void a_commit_that_never_arrived_is_unknown_too_and_here_it_did_not_take_effect() throws Exception {
        commitThroughACut(Cut.BEFORE_COMMIT);

        assertThat(guestsNow(1)).isZero();
    }

    @Test
    void a_connection_that_breaks_within_the_work_changes_nothing_and_the_next_call_works() {
        assertThatThrownBy(() -> database.transactions().run(context -> {
                    enter(context, 1);
                    endSessionsWithinWork();
                    enter(context, 1);
                }))
                .isInstanceOf(DatabaseUnavailableException.class)
                .hasMessageContaining("before the commit");

        assertThat(guestsNow(1)).isZero();
    }

    @Test
    void a_deferred_constraint_refuses_the_commit_for_certain() throws SQLException {
        execute("alter table room add constraint few check (guests < 10)");
        execute("create table key (room int references room deferrable initially deferred)");

        assertThatThrownBy(() -> database.transactions()
                        .run(context -> context.insertInto(table(name("key")))
                                .values(77)
                                .execute()))
                .isInstanceOf(DataAccessException.class)
                .hasMessageContaining("commit refused");
        execute("drop table key");
    }

    @ParameterizedTest
    @EnumSource(
            value = Cut.class,
            names = {"BEFORE_COMMIT", "AFTER_COMMIT"})
    void a_commit_that_goes_with_what_was_kept_is_unknown_when_it_is_not_answered(Cut where) throws Exception {
        CommitUnknownException unknown =
                throughACut(where, transactions -> transactions.pipelined(TransactionsTest::enterKept));

        assertThat(unknown).hasMessageContaining("re-read");
        awaitGuests(1, where == Cut.AFTER_COMMIT ? 1 : 0);
    }

    private static @Nullable Void enterKept(Pipeline pipeline) {
        pipeline.add("update room set guests = guests + ? where id = ?", 1, 1);
        return null;
    }

    private CommitUnknownException commitThroughACut(Cut where) throws IOException {
        return throughACut(where, transactions -> transactions.run(context -> enter(context, 1)));
    }

    private static CommitUnknownException throughACut(Cut where, Consumer<Transactions> work) throws IOException {
        try (CuttingProxy proxy = new CuttingProxy(SERVER.settings());
                Database behind = open(proxy.settings(SERVER.settings()))) {
            proxy.cutNext(where);
            return catchThrowableOfType(CommitUnknownException.class, () -> work.accept(behind.transactions()));
        }
    }

    private void enterBoth(int first, int second, CyclicBarrier bothHoldOne, AtomicInteger tries) {
        database.transactions().run(context -> {
            enter(context, first);
            if (tries.incrementAndGet() <= 2) {
                await(bothHoldOne);
            }
            enter(context, second);
        });
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** The server commits on its own time when the answer is lost. */
    private void awaitGuests(int room, int expected) {
        assertThatCode(() -> {
                    while (guestsNow(room) != expected) {
                        ServerForClass.PAUSE.pause(Duration.ofMillis(10));
                    }
                })
                .doesNotThrowAnyException();
    }

    private static void enter(DSLContext context, int room) {
        context.update(ROOMS).set(GUESTS, GUESTS.plus(1)).where(ID.eq(room)).execute();
    }

    private static int guestsOf(DSLContext context, int room) {
        return context.select(GUESTS)
                .from(ROOMS)
                .where(ID.eq(room))
                .fetchSingle()
                .value1();
    }

    private int guestsNow(int room) {
        return database.transactions().call(context -> guestsOf(context, room));
    }

    private static void fail(DSLContext context, String state) {
        context.execute("do $$ begin raise exception 'lost' using errcode = '" + state + "'; end $$");
    }

    /** As a frozen process does, in less time. */
    private static void sleepUntilTheServerEnds(DSLContext context) {
        int session = context.fetchSingle("select pg_backend_pid()").get(0, Integer.class);
        context.execute("set local idle_in_transaction_session_timeout = '1ms'");
        try (Connection other = SERVER.connect();
                PreparedStatement living =
                        other.prepareStatement("select count(*) from pg_stat_activity where pid = ?")) {
            living.setInt(1, session);
            while (isOne(living)) {
                ServerForClass.PAUSE.pause(Duration.ofMillis(5));
            }
        } catch (SQLException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isOne(PreparedStatement count) throws SQLException {
        try (ResultSet rows = count.executeQuery()) {
            return rows.next() && rows.getInt(1) == 1;
        }
    }

    private static void endSessionsWithinWork() {
        try {
            execute("select pg_terminate_backend(pid) from pg_stat_activity where state = 'idle in transaction'");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private DataSource driver() {
        HikariDataSource source = new HikariDataSource();
        opened.add(source);
        source.setJdbcUrl(SERVER.settings().url());
        source.setUsername(SERVER.settings().user());
        source.setPassword(SERVER.settings().password());
        source.setMaximumPoolSize(1);
        return source;
    }

    private static Database open(JdbcSettings settings) {
        return Database.open(settings, DatabaseConfig.of("rondo-test", 3), ServerForClass.PAUSE);
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = SERVER.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
