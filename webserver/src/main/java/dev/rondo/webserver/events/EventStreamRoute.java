package dev.rondo.webserver.events;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rondo.webserver.events.ChangeFeed.Change;
import dev.rondo.webserver.events.ChangeFeed.Numbered;
import dev.rondo.webserver.rest.Api;
import dev.rondo.webserver.rest.Json;
import dev.rondo.webserver.rest.ProblemException;
import dev.rondo.webserver.rest.Request;
import dev.rondo.webserver.rest.Role;
import dev.rondo.webserver.rest.TokenWatch;
import jakarta.servlet.ServletOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Changes of runs and tasks as server-sent events, {@code dag_run} and {@code task_instance}. Each has an id; whoever
 * was cut off says by {@code Last-Event-ID} which it had last, and goes on behind it. Where that is too long ago, or
 * another server told of it, {@code missed} says that what is known must be read anew.
 */
public final class EventStreamRoute {

    // A client that is this many looks behind is cut off: it may come back and go on.
    private static final int BEHIND = 100;

    private static final int MAX_CLIENTS = 500;

    private static final Change NOTHING = new Change("", "", null, null, null);
    private static final List<Numbered> END = List.of(new Numbered("end", NOTHING));
    private static final Change MISSED = new Change("", "missed", null, null, null);

    private final ChangeFeed feed;
    private final TokenWatch tokens;
    private final Json json;
    private final Semaphore places = new Semaphore(MAX_CLIENTS);

    public EventStreamRoute(ChangeFeed feed, TokenWatch tokens, Json json) {
        this.feed = feed;
        this.tokens = tokens;
        this.json = json;
    }

    /** Declares the route. */
    public void declare(Api api) {
        api.ofDags().stream(Api.ROOT + "/events/stream", Role.VIEWER, this::answer);
    }

    private static final class Mailbox implements ChangeFeed.Listener {
        private final BlockingQueue<List<Numbered>> waiting = new ArrayBlockingQueue<>(BEHIND);

        @Override
        public void changed(List<Numbered> changes) {
            if (!waiting.offer(changes)) {
                ended();
            }
        }

        @Override
        public void missed(String id) {
            changed(List.of(new Numbered(id, MISSED)));
        }

        @Override
        public void ended() {
            waiting.clear();
            boolean kept = waiting.offer(END);
            if (!kept) {
                throw new IllegalStateException("a queue that was just emptied is full");
            }
        }
    }

    private void answer(Request request) throws IOException, InterruptedException {
        if (!places.tryAcquire()) {
            throw new ProblemException(
                    503, "TOO_MANY_STREAMS", MAX_CLIENTS + " streams are open; the page looks for itself meanwhile");
        }
        Mailbox mailbox = new Mailbox();
        TokenWatch.Watched token = tokens.of(request);
        try {
            var response = request.context().res();
            response.setStatus(200);
            response.setContentType("text/event-stream");
            response.setCharacterEncoding("utf-8");
            // Not through Javalin's stream: it would hold the events back to compress them.
            ServletOutputStream out = response.getOutputStream();
            String last = request.header("Last-Event-ID").orElse(null);
            String begin = feed.add(mailbox, last);
            // Who is cut off before the first event goes on here; who comes back goes on where it was.
            write(out, ": open\n\n" + (last == null ? "id: " + begin + "\n\n" : ""));
            follow(token, request, mailbox, out);
        } finally {
            feed.remove(mailbox);
            places.release();
        }
    }

    private void follow(TokenWatch.Watched token, Request request, Mailbox mailbox, ServletOutputStream out)
            throws IOException, InterruptedException {
        while (true) {
            // The page takes a line that is silent for three looks at the token for dead.
            List<Numbered> changes = mailbox.waiting.poll(token.untilLook().toNanos(), TimeUnit.NANOSECONDS);
            if (!token.isGood() || END.equals(changes)) {
                return;
            }
            if (changes == null) {
                write(out, ": alive\n\n");
            } else if (changes.getFirst().change().equals(MISSED)) {
                write(out, "event: missed\nid: " + changes.getFirst().id() + "\ndata: {}\n\n");
            } else {
                Map<String, Boolean> read = new HashMap<>(); // of these changes alone: rights and tags change
                StringBuilder text = new StringBuilder();
                changes.stream()
                        .filter(each -> read.computeIfAbsent(each.change().dagId(), request::isFor))
                        .forEach(each -> text.append("event: ")
                                .append(each.change().taskId() == null ? "dag_run" : "task_instance")
                                .append("\nid: ")
                                .append(each.id())
                                .append("\ndata: ")
                                .append(json.text(each.change()))
                                .append("\n\n"));
                write(out, text.toString());
            }
        }
    }

    private static void write(ServletOutputStream out, String text) throws IOException {
        out.write(text.getBytes(UTF_8));
        out.flush();
    }
}
