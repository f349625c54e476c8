package dev.rondo.webserver.command;

import dev.rondo.core.command.Command;
import dev.rondo.core.command.CommandReply;
import dev.rondo.core.time.Pause;
import dev.rondo.metadata.command.CommandStore;
import dev.rondo.webserver.rest.ProblemException;
import dev.rondo.webserver.rest.Request;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Asks the scheduler and waits for its reply. A command that no scheduler takes is withdrawn and answered with 503; one
 * that is taken is waited for once more as long.
 */
public final class CommandSender {

    private static final Duration FIRST_LOOK = Duration.ofMillis(5);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(50);
    private static final int MAX_KEY = 200;

    private final CommandStore commands;
    private final InstantSource clock;
    private final LongSupplier nanoTicker;
    private final Pause pause;
    private final Duration patience;

    /**
     * A sender.
     *
     * @param nanoTicker monotonic, for the wait
     * @param patience how long to wait for a scheduler
     */
    public CommandSender(
            CommandStore commands, InstantSource clock, LongSupplier nanoTicker, Pause pause, Duration patience) {
        this.commands = commands;
        this.clock = clock;
        this.nanoTicker = nanoTicker;
        this.pause = pause;
        this.patience = patience;
    }

    /**
     * Sends a command in the name of who made the request, and returns the reply.
     *
     * @param reply the kind of reply that the command has
     * @throws ProblemException when it is refused, or nobody answers
     */
    public <R extends CommandReply> R send(Request request, Command command, Class<R> reply) {
        return send(request, "", command, reply);
    }

    /**
     * As {@link #send(Request, Command, Class)}, for one of several commands that one request asks for.
     *
     * @param part tells them apart, so that each has a key of its own when the request is repeated
     */
    public <R extends CommandReply> R send(Request request, String part, Command command, Class<R> reply) {
        CommandReply got = await(commandId(request, part, command));
        if (got instanceof CommandReply.Rejected rejected) {
            throw new ProblemException(rejected.status(), rejected.code(), rejected.message());
        }
        return reply.cast(got);
    }

    /** Whether that part of the request was sent before, under the same Idempotency-Key. */
    public boolean wasSent(Request request, String part) {
        return request.header("Idempotency-Key").isPresent() && commands.isKnown(key(request) + part);
    }

    private long commandId(Request request, String part, Command command) {
        CommandStore.Asked asked = new CommandStore.Asked(
                key(request) + part,
                request.caller().username(),
                source(request),
                request.remoteAddress(),
                request.caller().tokenName(),
                command);
        return switch (commands.ask(asked, clock.instant().truncatedTo(ChronoUnit.MICROS))) {
            case CommandStore.Outcome.Known known -> known.commandId();
            case CommandStore.Outcome.KeyUsed used ->
                throw new ProblemException(
                        422,
                        "IDEMPOTENCY_KEY_USED",
                        "this Idempotency-Key came with another change before (" + words(used.earlier())
                                + "), so nothing was done now; take a new key for each change, and the same one only to "
                                + "repeat a request as it was");
        };
    }

    /** What it was, without its values: they may be secret. */
    private static String words(Command command) {
        String kind = command.getClass().getSimpleName();
        if (command.dagId() == null) {
            return kind;
        }
        return kind + " of " + command.dagId() + (command.runId() == null ? "" : ", run " + command.runId());
    }

    private static String key(Request request) {
        Optional<String> given = request.header("Idempotency-Key");
        if (given.isEmpty()) {
            return UUID.randomUUID().toString();
        }
        if (given.get().isBlank() || given.get().length() > MAX_KEY) {
            throw ProblemException.invalid("Idempotency-Key", "it must have 1 to " + MAX_KEY + " characters");
        }
        return "rest:" + request.caller().username() + ":" + given.get();
    }

    /** Where the request says it comes from: the page and the command line name themselves. */
    public static String source(Request request) {
        String client = request.header("X-Rondo-Client").orElse("");
        return client.equals("ui") || client.equals("cli") ? client : "rest_api";
    }

    private CommandReply await(long commandId) {
        Optional<CommandReply> reply = look(commandId);
        if (reply.isPresent()) {
            return reply.get();
        }
        boolean withdrawn = commands.withdraw(commandId, clock.instant().truncatedTo(ChronoUnit.MICROS));
        // Taken at the last moment: it will be carried out, so its reply is worth waiting for.
        return (withdrawn ? commands.findReply(commandId) : look(commandId))
                .map(got -> withdrawn ? NO_SCHEDULER : got)
                .orElseThrow(() -> new ProblemException(
                        504,
                        "COMMAND_PENDING",
                        "a scheduler has taken the request and has not answered yet; it may still carry it out: look "
                                + "again, or ask again with the same Idempotency-Key"));
    }

    private static final CommandReply NO_SCHEDULER = new CommandReply.Rejected(
            503,
            "NO_SCHEDULER",
            "no scheduler took the request, nothing was changed; is one running? /api/v2/monitor/health says so");

    private Optional<CommandReply> look(long commandId) {
        return await(() -> commands.findReply(commandId), patience);
    }

    /** Looks for something again and again; empty: it was not there within that time. */
    public <T> Optional<T> await(Supplier<Optional<T>> look, Duration atMost) {
        long start = nanoTicker.getAsLong();
        Duration wait = FIRST_LOOK;
        while (true) {
            Optional<T> found = look.get();
            if (found.isPresent() || nanoTicker.getAsLong() - start >= atMost.toNanos()) {
                return found;
            }
            try {
                pause.pause(wait);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ProblemException(503, "SHUTTING_DOWN", "the server is being stopped");
            }
            Duration longer = wait.multipliedBy(3).dividedBy(2);
            wait = longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
        }
    }
}
