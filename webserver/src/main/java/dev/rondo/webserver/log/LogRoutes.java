package dev.rondo.webserver.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rondo.core.state.RunState;
import dev.rondo.core.state.TaskState;
import dev.rondo.metadata.log.LogStore;
import dev.rondo.metadata.log.LogStore.LogKey;
import dev.rondo.metadata.query.CallbackQueries;
import dev.rondo.metadata.query.InstanceQueries.InstanceRow;
import dev.rondo.metadata.query.InstanceQueries.TryRow;
import dev.rondo.metadata.query.RunQueries.RunRow;
import dev.rondo.sdk.spec.DeadlineSpec;
import dev.rondo.webserver.dagrun.RunLookup;
import dev.rondo.webserver.rest.Api;
import dev.rondo.webserver.rest.Json;
import dev.rondo.webserver.rest.ProblemException;
import dev.rondo.webserver.rest.Request;
import dev.rondo.webserver.rest.Role;
import dev.rondo.webserver.taskinstance.InstanceLookup;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The log of a try, while it runs and after. The continuation token is the number of bytes read; it is null when the
 * try is over and everything was given. With {@code callback=failure} (or {@code success, retry, skipped}) it is the
 * log of that callback of the try. With {@code Accept: text/event-stream} it is followed, see {@link LogStream}. Runs
 * have logs of their callbacks, {@code callback=failure} (or {@code success}), and of those of deadlines,
 * {@code callback=deadline-NAME}, with {@code task_id} where the deadline is a task's.
 */
public final class LogRoutes {

    private static final int PIECE_BYTES = 256 << 10;

    // A page of JSON for all of it at once must fit the heap; what is longer is read in pieces.
    private static final int FULL_BYTES = 8 << 20;

    // The last words of a killed task arrive after its end.
    private static final Duration LAST_WORDS = Duration.ofSeconds(3);

    private static final Set<String> CALLBACKS = Set.of("success", "failure", "retry", "skipped");

    private static final Set<String> CALLBACKS_OF_RUNS = Set.of("success", "failure");

    private final LogStore logs;
    private final InstanceLookup lookup;
    private final RunLookup runs;
    private final CallbackQueries callbacks;
    private final LogStream stream;
    private final Json json;
    private final InstantSource clock;

    public LogRoutes(
            LogStore logs,
            InstanceLookup lookup,
            RunLookup runs,
            CallbackQueries callbacks,
            LogStream stream,
            Json json,
            InstantSource clock) {
        this.logs = logs;
        this.lookup = lookup;
        this.runs = runs;
        this.callbacks = callbacks;
        this.stream = stream;
        this.json = json;
        this.clock = clock;
    }

    record LogPage(List<JsonNode> content, @Nullable String continuationToken) {}

    /** Declares the routes. */
    public void declare(Api api) {
        api.stream(Api.ROOT + "/dags/{dag_id}/dagRuns/{dag_run_id}/logs", Role.VIEWER, this::answerOfRun);
        api.stream(
                Api.ROOT + "/dags/{dag_id}/dagRuns/{dag_run_id}/taskInstances/{task_id}/logs/{try_number}",
                Role.VIEWER,
                this::answer);
    }

    /** A run has no log but those of its own callbacks. */
    private void answerOfRun(Request request) throws IOException, InterruptedException {
        RunRow row = runs.require(request);
        String callback = request.query("callback");
        if (callback == null) {
            throw ProblemException.invalid(
                    "query.callback",
                    "it is missing: which of the run's callbacks, one of " + CALLBACKS_OF_RUNS + " or deadline-NAME");
        }
        if (DeadlineSpec.isCallbackKind(callback)) {
            String task = request.query("task_id");
            sendOfRun(request, row, (task == null ? "" : task) + "@" + callback);
        } else {
            sendOfRun(request, row, "@" + request.query("callback", CALLBACKS_OF_RUNS));
        }
    }

    private void sendOfRun(Request request, RunRow row, String whose) throws IOException, InterruptedException {
        send(request, new LogKey(row.dagId(), row.runId(), whose, -1, 0), false, () -> {
            RunRow now = runs.require(request);
            return RunState.ofWireName(now.state()).isFinal() && !callbacks.areToCome(now.runNo());
        });
    }

    private void answer(Request request) throws IOException, InterruptedException {
        InstanceRow row = lookup.require(request);
        int number = request.smallNumber("try_number");
        Optional<TryRow> found = tryOf(row, number);
        if (found.isEmpty() && number != row.tryNumber()) {
            throw ProblemException.notFound(
                    "TRY_NOT_FOUND",
                    "task '" + row.taskId() + "' of run '" + row.runId() + "' has no try " + number + "; its last is "
                            + row.tryNumber());
        }
        String callback = request.query("callback", CALLBACKS);
        // A callback has a log of its own; no task id holds an @.
        String whose = callback == null ? row.taskId() : row.taskId() + "@" + callback;
        LogKey key = new LogKey(row.dagId(), row.runId(), whose, row.mapIndex(), number);
        // A callback runs after its try: more of it may come when the try is over.
        send(request, key, callback == null && found.isPresent() && isOver(found.get(), row), () -> {
            InstanceRow now = lookup.require(request);
            return tryOf(now, number).map(one -> isOver(one, now)).orElse(false)
                    && (callback == null || !callbacks.areToCome(now.runNo()));
        });
    }

    private Optional<TryRow> tryOf(InstanceRow row, int number) {
        return lookup.tries(row).stream()
                .map(InstanceLookup.Try::newest)
                .filter(one -> one.tryNumber() == number)
                .findFirst();
    }

    private void send(Request request, LogKey key, boolean over, BooleanSupplier overByNow)
            throws IOException, InterruptedException {
        long offset = request.number("token", 0, 0, Long.MAX_VALUE);
        if (request.accepts("text/event-stream")) {
            stream.answer(request, key, goesOn(request, offset), overByNow);
        } else if (request.accepts("text/plain")) {
            lines(request, key, offset, "text/plain; charset=utf-8", line -> LogLine.text(line) + "\n");
        } else if (request.accepts("application/x-ndjson")) {
            lines(request, key, offset, "application/x-ndjson", line -> json.text(line) + "\n");
        } else {
            page(request, key, offset, over);
        }
    }

    /** A client that was cut off repeats its request and says which event it had last, as browsers do by themselves. */
    private static long goesOn(Request request, long offset) {
        String last = request.header("Last-Event-ID").orElse("");
        if (last.isEmpty()) {
            return offset;
        }
        try {
            long from = Long.parseLong(last);
            if (from >= 0) {
                return from;
            }
        } catch (NumberFormatException e) {
            // No id of ours either.
        }
        throw ProblemException.invalid("Last-Event-ID", "it must be the id of an event of this log, or be left out");
    }

    private void page(Request request, LogKey key, long offset, boolean over) throws IOException {
        int most = request.flag("full_content", false) ? FULL_BYTES : PIECE_BYTES;
        LogStore.Slice slice = logs.read(key, offset, most);
        boolean all = slice.nextOffset() >= slice.totalBytes();
        request.context()
                .contentType("application/json")
                .result(json.bytes(new LogPage(
                        slice.text()
                                .lines()
                                .map(line -> LogLine.parse(line, json))
                                .toList(),
                        over && all ? null : Long.toString(slice.nextOffset()))));
    }

    /** An earlier try is over when there is a later one; the last one some seconds after its end. */
    private boolean isOver(TryRow one, InstanceRow row) {
        if (one.tryNumber() < row.tryNumber()) {
            return true;
        }
        String state = one.state();
        boolean ended = state != null
                && (TaskState.ofWireName(state).isFinal() || TaskState.ofWireName(state) == TaskState.UP_FOR_RETRY);
        Instant end = one.endDate();
        return ended && (end == null || end.plus(LAST_WORDS).isBefore(clock.instant()));
    }

    private interface Form {
        String of(JsonNode line);
    }

    /** All of the log from an offset on, piece by piece: it may be larger than the heap. */
    private void lines(Request request, LogKey key, long offset, String type, Form form) throws IOException {
        var response = request.context().res();
        response.setStatus(200);
        response.setContentType(type);
        OutputStream out = response.getOutputStream();
        for (long at = offset; ; ) {
            LogStore.Slice slice = logs.read(key, at, PIECE_BYTES);
            for (String line : slice.text().lines().toList()) {
                out.write(form.of(LogLine.parse(line, json)).getBytes(UTF_8));
            }
            if (slice.nextOffset() <= at || slice.nextOffset() >= slice.totalBytes()) {
                return;
            }
            at = slice.nextOffset();
        }
    }
}
