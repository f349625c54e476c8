package dev.rondo.scheduler.connection;

import static dev.rondo.metadata.jooq.Tables.COMMAND;
import static dev.rondo.metadata.jooq.Tables.WORKER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.jooq.impl.DSL.currentInstant;

import dev.rondo.core.command.Command;
import dev.rondo.core.command.CommandReply;
import dev.rondo.core.protocol.SchedulerMessage;
import dev.rondo.core.protocol.WorkerMessage;
import dev.rondo.metadata.command.CommandStore;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.metadata.testing.TestPause;
import dev.rondo.scheduler.fleet.WorkerGateway;
import dev.rondo.scheduler.testing.EngineHarness;
import dev.rondo.sdk.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jooq.types.DayToSecond;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
@Timeout(120) // what is not answered is waited for
class ConnectionTestsTest {

    private static final String MINE = "mine";
    private static final String OTHER = "other";
    private static final Duration LONG = Duration.ofMinutes(5);

    private EngineHarness harness;
    private CommandStore store;
    private final Next next = new Next();
    private final List<ConnectionTests> opened = new ArrayList<>();

    /** What stands behind it. */
    private static final class Next implements WorkerGateway {
        private final List<WorkerMessage> said = new ArrayList<>();
        private int disconnected;

        @Override
        public void connected(Stream stream, WorkerMessage.Hello hello) {
            said.add(hello);
        }

        @Override
        public void said(Stream stream, WorkerMessage message) {
            said.add(message);
        }

        @Override
        public void disconnected(Stream stream) {
            disconnected++;
        }
    }

    /** A worker that keeps what it is sent. */
    private static final class Worker implements WorkerGateway.Stream {
        private final BlockingQueue<SchedulerMessage> sent = new LinkedBlockingQueue<>();

        @Override
        public void send(SchedulerMessage message) {
            sent.add(message);
        }

        @Override
        public void close(String reason) {
            throw new AssertionError("nobody closes it: " + reason);
        }

        SchedulerMessage.TestConnection asked() throws InterruptedException {
            SchedulerMessage message = sent.poll(1, TimeUnit.MINUTES);
            assertThat(message).isInstanceOf(SchedulerMessage.TestConnection.class);
            return (SchedulerMessage.TestConnection) message;
        }
    }

    @BeforeEach
    void open(TestDatabase database) {
        harness = new EngineHarness(database);
        harness.clean();
        harness.query(db -> db.deleteFrom(COMMAND).execute());
        harness.query(db -> db.deleteFrom(WORKER).execute());
        store = new CommandStore(harness.database().transactions());
    }

    @AfterEach
    void close() {
        opened.forEach(ConnectionTests::close);
        harness.close();
    }

    private ConnectionTests tests(Duration limit) {
        ConnectionTests tests =
                new ConnectionTests(MINE, next, ConnectionTestsTest::known, store, harness.clock(), limit);
        opened.add(tests);
        return tests;
    }

    private static Optional<Connection> known(Command.SetConnection over) {
        return switch (over.id()) {
            case "lake" -> Optional.of(Connection.ofUri("lake", "http://u:hunter22@lake:80"));
            case "sealed" -> throw new IllegalArgumentException("its key is missing");
            default -> Optional.empty();
        };
    }

    private static Worker worker(ConnectionTests tests, String queue) {
        Worker worker = new Worker();
        tests.connected(
                worker,
                new WorkerMessage.Hello(
                        WorkerMessage.PROTOCOL,
                        "w",
                        "host",
                        "test",
                        1,
                        0,
                        1L << 30,
                        List.of(queue),
                        List.of(),
                        1,
                        false));
        return worker;
    }

    private static Command.TestConnection of(String id) {
        return new Command.TestConnection(
                new Command.SetConnection(
                        id, List.of(), null, null, null, null, null, null, null, null, Command.Write.EITHER),
                "default");
    }

    private CommandStore.Claimed claimed(String id) {
        Instant now = harness.now();
        store.ask(new CommandStore.Asked(UUID.randomUUID().toString(), "ann", "test", null, of(id)), now);
        return store.claim(MINE, now, now.minusSeconds(30), 1).getFirst();
    }

    private long begin(ConnectionTests tests, String id) {
        CommandStore.Claimed claimed = claimed(id);
        tests.begin(claimed, (Command.TestConnection) claimed.command());
        return claimed.commandId();
    }

    private CommandReply reply(long commandId) throws InterruptedException {
        while (true) {
            Optional<CommandReply> reply = store.findReply(commandId);
            if (reply.isPresent()) {
                return reply.get();
            }
            TestPause.pause(Duration.ofMillis(5));
        }
    }

    private CommandReply.Rejected refused(long commandId) throws InterruptedException {
        assertThat(reply(commandId)).isInstanceOf(CommandReply.Rejected.class);
        return (CommandReply.Rejected) reply(commandId);
    }

    @Test
    void a_worker_is_sent_the_connection_and_what_it_says_is_the_answer() throws Exception {
        ConnectionTests tests = tests(LONG);
        Worker elsewhere = worker(tests, "gpu");
        Worker worker = worker(tests, "default");

        long id = begin(tests, "lake");
        SchedulerMessage.TestConnection asked = worker.asked();
        tests.said(worker, new WorkerMessage.ConnectionTested(asked.testId(), false, "401"));

        assertThat(asked.uri()).isEqualTo("http://u:hunter22@lake:80");
        assertThat(asked.toString()).doesNotContain("hunter22");
        assertThat(reply(id)).isEqualTo(new CommandReply.ConnectionTested(false, "401"));
        assertThat(elsewhere.sent).isEmpty();
        assertThat(next.said).as("the engine hears nothing of it").hasSize(2);
    }

    @Test
    void two_at_once_go_to_two_workers_and_get_their_own_answers() throws Exception {
        ConnectionTests tests = tests(LONG);
        Worker one = worker(tests, "default");
        Worker two = worker(tests, "default");

        long first = begin(tests, "lake");
        Worker busy = one.sent.poll(1, TimeUnit.SECONDS) instanceof SchedulerMessage.TestConnection ? one : two;
        assertThat(busy).isNotNull();
        long second = begin(tests, "lake");
        Worker idle = busy == one ? two : one;
        SchedulerMessage.TestConnection later = idle.asked();
        tests.said(busy, new WorkerMessage.ConnectionTested(later.testId(), false, "of another stream: not heard"));
        tests.said(idle, new WorkerMessage.ConnectionTested(later.testId(), true, "second"));
        tests.said(busy, new WorkerMessage.ConnectionTested(later.testId() - 1, true, "first"));

        assertThat(reply(second)).isEqualTo(new CommandReply.ConnectionTested(true, "second"));
        assertThat(reply(first)).isEqualTo(new CommandReply.ConnectionTested(true, "first"));
    }

    @Test
    void a_worker_that_is_lost_meanwhile_says_nothing_of_the_connection() throws Exception {
        ConnectionTests tests = tests(LONG);
        Worker worker = worker(tests, "default");
        long id = begin(tests, "lake");
        var _ = worker.asked();

        tests.disconnected(worker);

        assertThat(refused(id))
                .isEqualTo(new CommandReply.Rejected(
                        503,
                        "WORKER_LOST",
                        "the worker 'host' was lost during the test, which says nothing of the connection; test it"
                                + " again"));
        assertThat(next.disconnected).isEqualTo(1);
    }

    @Test
    void a_worker_that_cannot_test_or_says_nothing_is_told() throws Exception {
        ConnectionTests tests = tests(Duration.ofMillis(10));
        Worker worker = worker(tests, "default");
        long silent = begin(tests, "lake");
        assertThat(refused(silent).code()).isEqualTo("WORKER_SILENT");

        ConnectionTests patient = tests(LONG);
        Worker busy = worker(patient, "default");
        long id = begin(patient, "lake");
        patient.said(busy, new WorkerMessage.ConnectionNotTested(busy.asked().testId(), "it tests 4 already"));

        assertThat(refused(id)).isEqualTo(new CommandReply.Rejected(503, "NOT_TESTED", "it tests 4 already"));
        assertThat(worker.sent).hasSize(1);
    }

    @Test
    void without_a_worker_of_the_queue_it_is_said_how_to_get_one() throws Exception {
        ConnectionTests tests = tests(LONG);
        Worker leaving = worker(tests, "default");
        tests.said(leaving, new WorkerMessage.Draining());
        Worker other = worker(tests, "gpu");

        CommandReply.Rejected refused = refused(begin(tests, "lake"));

        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.message())
                .startsWith("no worker of queue 'default' is connected")
                .contains("`rondo worker`");
        assertThat(other.sent).isEmpty();
    }

    @Test
    void what_is_not_there_or_does_not_open_is_refused() throws Exception {
        ConnectionTests tests = tests(LONG);
        Worker worker = worker(tests, "default");

        assertThat(refused(begin(tests, "none")).message()).startsWith("there is no connection 'none'");
        assertThat(refused(begin(tests, "sealed")))
                .isEqualTo(new CommandReply.Rejected(422, "BAD_CONNECTION", "its key is missing"));
        assertThat(worker.sent).isEmpty();
    }

    @Test
    void nobody_is_asked_when_nobody_waits_any_more() throws Exception {
        ConnectionTests tests = tests(LONG);
        Worker worker = worker(tests, "default");
        CommandStore.Claimed claimed = claimed("lake");
        harness.clock().advance(Duration.ofMinutes(1));

        tests.begin(claimed, (Command.TestConnection) claimed.command());

        assertThat(refused(claimed.commandId()).code()).isEqualTo("TOO_LATE");
        assertThat(worker.sent).isEmpty();
    }

    private void workerOf(String scheduler, String queues, int seconds) {
        harness.query(db -> db.insertInto(WORKER)
                .set(WORKER.WORKER_ID, scheduler + queues)
                .set(WORKER.NAME, "w")
                .set(WORKER.SCHEDULER_ID, scheduler)
                .set(WORKER.QUEUES, queues)
                .set(WORKER.SLOTS, 1)
                .set(WORKER.MEMORY_BYTES, 1L << 30)
                .set(WORKER.VERSION, "test")
                .set(WORKER.STATE, "online")
                .set(WORKER.CONNECTED_AT, currentInstant())
                .set(WORKER.LEASE_UNTIL, currentInstant().add(DayToSecond.valueOf(Duration.ofSeconds(seconds))))
                .execute());
    }

    private @Nullable String claimant(long commandId) {
        return harness.query(db -> db.select(COMMAND.CLAIMED_BY)
                .from(COMMAND)
                .where(COMMAND.COMMAND_ID.eq(commandId))
                .fetchSingle(COMMAND.CLAIMED_BY));
    }

    @Test
    void a_test_goes_over_to_the_scheduler_that_has_the_workers_and_nobody_else_takes_it() throws Exception {
        workerOf("gone", "default", -60);
        workerOf(OTHER, "gpu,default", 3_600);
        ConnectionTests tests = tests(LONG);
        long id = begin(tests, "lake");
        while (!OTHER.equals(claimant(id))) {
            TestPause.pause(Duration.ofMillis(5));
        }
        Instant now = harness.now();
        Instant stale = now.minusSeconds(30);

        assertThat(store.claim(MINE, now, stale, 1)).isEmpty();
        assertThat(store.withdraw(id, now)).isFalse();
        assertThat(store.claim(OTHER, now, stale, 1))
                .extracting(CommandStore.Claimed::commandId)
                .containsExactly(id);
        assertThat(store.claim(OTHER, now, stale, 1)).as("once").isEmpty();
    }

    @Test
    void a_test_whose_new_scheduler_dies_is_taken_up_by_another_in_the_end() {
        workerOf(OTHER, "default", 3_600);
        CommandStore.Claimed claimed = claimed("lake");
        assertThat(store.handOver(claimed.commandId(), MINE, "default")).isTrue();
        assertThat(store.handOver(claimed.commandId(), MINE, "default"))
                .as("it is not ours")
                .isFalse();

        harness.clock().advance(Duration.ofMinutes(1));
        Instant now = harness.now();

        assertThat(store.claim(MINE, now, now.minusSeconds(30), 1))
                .extracting(CommandStore.Claimed::commandId)
                .containsExactly(claimed.commandId());
    }
}
