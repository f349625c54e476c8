package dev.rondo.webserver.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rondo.core.time.Pause;
import dev.rondo.metadata.log.LogStore;
import dev.rondo.metadata.log.LogStore.LogKey;
import dev.rondo.webserver.rest.Json;
import dev.rondo.webserver.rest.ProblemException;
import dev.rondo.webserver.rest.Request;
import dev.rondo.webserver.rest.TokenWatch;
import jakarta.servlet.ServletOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;

/**
 * Logs as server-sent events, while they are written. Each event has the lines that came since the one before, a line
 * of JSON each, and as its id where to go on: whoever is cut off misses none and gets none twice. {@code end} is the
 * last one; where the stream ends without it, there may be more.
 */
public final class LogStream {

    // Soon enough for who reads along; where logs lie in a bucket, each look is a request.
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    // Whether the try is over is asked of the database, once a second.
    private static final int LOOKS_FOR_EACH_QUESTION = 2;

    private static final int PIECE_BYTES = 64 << 10;

    private static final int MAX_CLIENTS = 500;

    private final LogStore logs;
    private final TokenWatch tokens;
    private final Json json;
    private final Pause pause;
    private final BooleanSupplier stopping;
    private final Semaphore places = new Semaphore(MAX_CLIENTS);

    /**
     * Streams of the logs in a store.
     *
     * @param stopping whether the server is about to end
     */
    public LogStream(LogStore logs, TokenWatch tokens, Json json, Pause pause, BooleanSupplier stopping) {
        this.logs = logs;
        this.tokens = tokens;
        this.json = json;
        this.pause = pause;
        this.stopping = stopping;
    }

    /**
     * Answers with what is there from an offset on, and what comes.
     *
     * @param over whether nothing more comes; asked now and then
     */
    void answer(Request request, LogKey key, long from, BooleanSupplier over) throws IOException, InterruptedException {
        if (!places.tryAcquire()) {
            throw new ProblemException(
                    503, "TOO_MANY_STREAMS", MAX_CLIENTS + " logs are followed already; read this one page by page");
        }
        try {
            TokenWatch.Watched token = tokens.of(request);
            var response = request.context().res();
            response.setStatus(200);
            response.setContentType("text/event-stream");
            response.setCharacterEncoding("utf-8");
            // Not through Javalin's stream: it would hold the events back to compress them.
            follow(response.getOutputStream(), token, key, from, over);
        } finally {
            places.release();
        }
    }

    private void follow(ServletOutputStream out, TokenWatch.Watched token, LogKey key, long from, BooleanSupplier over)
            throws IOException, InterruptedException {
        write(out, ": open\n\n");
        long at = from;
        boolean ended = false;
        boolean readAll = true;
        int looks = 0;
        while (!stopping.getAsBoolean()) {
            // Also amid a log that is long: a reader that takes it slowly may not read it for ever.
            boolean isTime = !token.untilLook().isPositive();
            if (isTime && !token.isGood()) {
                return;
            }
            if (readAll) { // asked before it is read on: what was written before the end is then there
                ended = looks++ % LOOKS_FOR_EACH_QUESTION == 0 && over.getAsBoolean();
            }
            LogStore.Slice slice = logs.read(key, at, PIECE_BYTES);
            readAll = slice.nextOffset() <= at;
            if (!readAll) {
                at = slice.nextOffset();
                write(out, event(slice));
            } else if (ended) {
                write(out, "event: end\ndata: \n\n");
                return;
            } else {
                if (isTime) {
                    write(out, ": alive\n\n");
                }
                pause.pause(BETWEEN_LOOKS);
            }
        }
    }

    private String event(LogStore.Slice slice) {
        StringBuilder event = new StringBuilder("event: log\nid: ").append(slice.nextOffset());
        slice.text().lines().forEach(line -> event.append("\ndata: ").append(json.text(LogLine.parse(line, json))));
        return event.append("\n\n").toString();
    }

    private static void write(ServletOutputStream out, String text) throws IOException {
        out.write(text.getBytes(UTF_8));
        out.flush();
    }
}
