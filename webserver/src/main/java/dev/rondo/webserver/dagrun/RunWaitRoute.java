package dev.rondo.webserver.dagrun;

import dev.rondo.core.state.RunState;
import dev.rondo.core.time.Pause;
import dev.rondo.metadata.query.RunQueries.RunRow;
import dev.rondo.webserver.rest.Api;
import dev.rondo.webserver.rest.Json;
import dev.rondo.webserver.rest.ProblemException;
import dev.rondo.webserver.rest.Request;
import dev.rondo.webserver.rest.Role;
import dev.rondo.webserver.rest.TokenWatch;
import jakarta.servlet.ServletOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Says the state of a run every so often until it is final: one JSON object a line. */
public final class RunWaitRoute {

    private static final int MAX_INTERVAL_SECONDS = 20; // below what proxies and Jetty take for a dead line

    // The server is not held up in its stop by someone who waits.
    private static final Duration STEP = Duration.ofMillis(250);

    private final RunLookup lookup;
    private final Json json;
    private final TokenWatch tokens;
    private final Pause pause;
    private final BooleanSupplier stopping;

    public RunWaitRoute(RunLookup lookup, Json json, TokenWatch tokens, Pause pause, BooleanSupplier stopping) {
        this.lookup = lookup;
        this.json = json;
        this.tokens = tokens;
        this.pause = pause;
        this.stopping = stopping;
    }

    record StateLine(String state) {}

    /** Declares the route. */
    public void declare(Api api) {
        api.stream(DagRunRoutes.RUN + "/wait", Role.VIEWER, this::answer);
    }

    private void answer(Request request) throws IOException, InterruptedException {
        Duration interval = interval(request);
        request.refuse("result", "results are not sent here; read the run's xcomEntries when it has ended");
        RunRow run = lookup.require(request);
        var response = request.context().res();
        response.setStatus(200);
        response.setContentType("application/x-ndjson");
        // Not through Javalin's stream: it would hold the lines back to compress them.
        ServletOutputStream out = response.getOutputStream();
        TokenWatch.Watched token = tokens.of(request);
        while (true) {
            out.write(json.bytes(new StateLine(run.state())));
            out.write('\n');
            out.flush();
            if (RunState.ofWireName(run.state()).isFinal() || !waited(interval) || !token.isGood()) {
                return;
            }
            run = lookup.require(run.dagId(), run.runId());
        }
    }

    private static Duration interval(Request request) {
        String given = request.query("interval");
        try {
            double seconds = given == null ? 1 : Double.parseDouble(given);
            if (seconds > 0 && seconds <= MAX_INTERVAL_SECONDS) {
                return Duration.ofMillis(Math.max(100, (long) (seconds * 1_000)));
            }
        } catch (NumberFormatException e) {
            throw ProblemException.invalid("interval", "'" + given + "' is not a number of seconds");
        }
        throw ProblemException.invalid(
                "interval", given + " is not more than 0 and at most " + MAX_INTERVAL_SECONDS + " seconds");
    }

    /** False when the server is being stopped. */
    private boolean waited(Duration interval) throws InterruptedException {
        for (Duration left = interval; left.isPositive(); left = left.minus(STEP)) {
            if (stopping.getAsBoolean()) {
                return false;
            }
            pause.pause(left.compareTo(STEP) < 0 ? left : STEP);
        }
        return true;
    }
}
