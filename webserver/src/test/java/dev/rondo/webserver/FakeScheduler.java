package dev.rondo.webserver;

import dev.rondo.core.command.Command;
import dev.rondo.core.command.CommandReply;
import dev.rondo.metadata.command.CommandStore;
import dev.rondo.metadata.testing.TestPause;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Claims commands as a scheduler does and answers them by a function. */
final class FakeScheduler implements AutoCloseable {

    private static final int LIMIT = 10;

    private final CommandStore store;
    private final Function<Command, CommandReply> answer;
    private final List<CommandStore.Claimed> seen = new CopyOnWriteArrayList<>();
    private final Thread thread;
    private volatile boolean closing;

    FakeScheduler(CommandStore store, Function<Command, CommandReply> answer) {
        this.store = store;
        this.answer = answer;
        this.thread = Thread.ofVirtual().name("fake scheduler").start(this::run);
    }

    private void run() {
        Instant now = Instant.parse("2026-01-01T00:00:00Z").truncatedTo(ChronoUnit.MICROS);
        try {
            while (!closing) {
                for (CommandStore.Claimed claimed : store.claim("fake", now, now.minusSeconds(60), LIMIT)) {
                    seen.add(claimed);
                    store.finish(claimed.commandId(), answer.apply(claimed.command()), now);
                }
                TestPause.pause(Duration.ofMillis(5));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The commands so far. */
    List<CommandStore.Claimed> seen() {
        return List.copyOf(seen);
    }

    @Override
    public void close() {
        closing = true; // an interrupt would close the connection that the thread reads from
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
