package dev.rondo.scheduler.connection;

import dev.rondo.core.command.Command;
import dev.rondo.core.command.CommandReply;
import dev.rondo.core.protocol.SchedulerMessage;
import dev.rondo.core.protocol.WorkerMessage;
import dev.rondo.metadata.DatabaseUnavailableException;
import dev.rondo.metadata.command.CommandStore;
import dev.rondo.scheduler.command.TestedConnections;
import dev.rondo.scheduler.fleet.WorkerGateway;
import dev.rondo.sdk.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has workers try connections: it stands before what else hears the workers, knows which are connected here, sends them
 * a connection and answers the command with what they say. Each test waits on a thread of its own.
 */
public final class ConnectionTests implements WorkerGateway, TestedConnections, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionTests.class);

    /** How long a worker's answer is waited for. Shorter than the webserver waits. */
    public static final Duration LIMIT = Duration.ofSeconds(15);

    // Of the limit, in per cent, for the test itself: 12 s, longer than a connect. The rest is for the way there and
    // back.
    private static final int OF_WORKER = 80;

    // Whoever asked has been told by then that no answer came.
    private static final Duration TOO_LATE = Duration.ofSeconds(25);

    private static final int UNAVAILABLE = 503;

    private final String schedulerId;
    private final WorkerGateway next;
    private final Function<Command.SetConnection, Optional<Connection>> connections;
    private final CommandStore commands;
    private final InstantSource clock;
    private final Duration limit;
    private final Map<Stream, WorkerMessage.Hello> workers = new ConcurrentHashMap<>();
    private final Map<Long, UnderWay> tests = new ConcurrentHashMap<>();
    private final AtomicLong testIds = new AtomicLong();
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("connection-test:", 1).factory());

    private record UnderWay(Stream worker, CompletableFuture<CommandReply> answer) {}

    /**
     * Stands before another.
     *
     * @param connections what is to be tried, with its secrets; empty: there is none
     * @param limit how long a worker's answer is waited for
     */
    public ConnectionTests(
            String schedulerId,
            WorkerGateway next,
            Function<Command.SetConnection, Optional<Connection>> connections,
            CommandStore commands,
            InstantSource clock,
            Duration limit) {
        this.schedulerId = schedulerId;
        this.next = next;
        this.connections = connections;
        this.commands = commands;
        this.clock = clock;
        this.limit = limit;
    }

    @Override
    public void connected(Stream stream, WorkerMessage.Hello hello) {
        workers.put(stream, hello);
        next.connected(stream, hello);
    }

    @Override
    public void said(Stream stream, WorkerMessage message) {
        switch (message) {
            case WorkerMessage.ConnectionTested it ->
                answer(stream, it.testId(), new CommandReply.ConnectionTested(it.passed(), it.message()));
            case WorkerMessage.ConnectionNotTested it ->
                answer(stream, it.testId(), new CommandReply.Rejected(UNAVAILABLE, "NOT_TESTED", it.message()));
            case WorkerMessage.Draining draining -> {
                workers.remove(stream); // it tells what it has under way, and takes nothing new
                next.said(stream, message);
            }
            default -> next.said(stream, message);
        }
    }

    private void answer(Stream stream, long testId, CommandReply reply) {
        UnderWay test = tests.get(testId);
        if (test != null && test.worker().equals(stream)) {
            boolean ignored = test.answer().complete(reply);
        }
    }

    @Override
    public void disconnected(Stream stream) {
        WorkerMessage.Hello worker = workers.remove(stream);
        tests.values().stream()
                .filter(test -> test.worker().equals(stream))
                .forEach(
                        test -> test.answer()
                                .complete(
                                        new CommandReply.Rejected(
                                                UNAVAILABLE,
                                                "WORKER_LOST",
                                                "the worker " + (worker == null ? "" : "'" + worker.name() + "' ")
                                                        + "was lost during the test, which says nothing of the connection; test it again")));
        next.disconnected(stream);
    }

    @Override
    public void begin(CommandStore.Claimed claimed, Command.TestConnection wanted) {
        threads.execute(() -> {
            try {
                carryOut(claimed, wanted);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // closed
            } catch (DatabaseUnavailableException e) {
                LOG.atDebug().setCause(e).log("the test of a connection could not be answered");
            } catch (RuntimeException e) {
                LOG.atError()
                        .addKeyValue("command_id", claimed.commandId())
                        .setCause(e)
                        .log("a test failed");
            }
        });
    }

    private void carryOut(CommandStore.Claimed claimed, Command.TestConnection wanted) throws InterruptedException {
        if (now().isAfter(claimed.askedAt().plus(TOO_LATE))) {
            finish(claimed, new CommandReply.Rejected(504, "TOO_LATE", "a scheduler came to it when nobody waited"));
            return;
        }
        Optional<Connection> connection;
        try {
            connection = connections.apply(wanted.as());
        } catch (IllegalArgumentException e) {
            finish(claimed, new CommandReply.Rejected(422, "BAD_CONNECTION", String.valueOf(e.getMessage())));
            return;
        }
        if (connection.isEmpty()) {
            finish(
                    claimed,
                    new CommandReply.Rejected(
                            404,
                            "CONNECTION_NOT_FOUND",
                            "there is no connection '" + wanted.as().id()
                                    + "'; give a conn_type to test one that is not made yet"));
            return;
        }
        Optional<Stream> worker = choose(wanted.queue());
        if (worker.isPresent()) {
            finish(claimed, ask(worker.get(), connection.get()));
        } else if (!commands.handOver(claimed.commandId(), schedulerId, wanted.queue())) {
            finish(
                    claimed,
                    new CommandReply.Rejected(
                            UNAVAILABLE,
                            "NO_WORKER",
                            "no worker of queue '" + wanted.queue()
                                    + "' is connected, and connections are tested on one: start it with `rondo worker`, or"
                                    + " name the queue of one that runs"));
        }
    }

    /** The worker of the queue with the fewest tests under way. */
    private Optional<Stream> choose(String queue) {
        return workers.entrySet().stream()
                .filter(each -> each.getValue().queues().contains(queue))
                .map(Map.Entry::getKey)
                .min(Comparator.comparingLong(worker -> tests.values().stream()
                        .filter(test -> test.worker().equals(worker))
                        .count()));
    }

    private CommandReply ask(Stream worker, Connection connection) throws InterruptedException {
        long id = testIds.incrementAndGet();
        CompletableFuture<CommandReply> answer = new CompletableFuture<>();
        tests.put(id, new UnderWay(worker, answer));
        try {
            worker.send(new SchedulerMessage.TestConnection(
                    id, connection.id(), connection.toUri(), limit.toMillis() * OF_WORKER / 100));
            return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return new CommandReply.Rejected(
                    UNAVAILABLE,
                    "WORKER_SILENT",
                    "the worker has not said within " + limit.toSeconds()
                            + " s what came of the test; it may be busy, or run another version of Rondo");
        } catch (ExecutionException e) {
            throw new IllegalStateException("nothing completes a test with an exception", e);
        } finally {
            tests.remove(id);
        }
    }

    private void finish(CommandStore.Claimed claimed, CommandReply reply) {
        commands.finish(claimed.commandId(), reply, now());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** Tests that are under way are left unanswered; another scheduler tells that they came to nothing. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
