package dev.rondo.testkit.play;

import dev.rondo.runtime.log.SecretMasker;
import dev.rondo.runtime.log.TaskLog;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonValue;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The log of one try, in memory. */
final class TryLog implements AutoCloseable {

    // As much as the server keeps of a try by default.
    private static final long CAP_BYTES = 10L << 20;

    // The log writes one line after the other, each at once, under a lock of its own.
    private final List<String> lines = new ArrayList<>();
    private final TaskLog log;

    /** @param listener told of each line, secrets masked */
    TryLog(String name, InstantSource clock, Consumer<String> listener) {
        this.log = new TaskLog(name, () -> new Lines(listener), CAP_BYTES, new SecretMasker(), clock);
    }

    TaskLog log() {
        return log;
    }

    @Override
    public void close() {
        log.close();
    }

    /** The texts of its lines; asked when it is closed. */
    List<String> lines() {
        return List.copyOf(lines);
    }

    private final class Lines implements WritableByteChannel {
        private final Consumer<String> listener;

        Lines(Consumer<String> listener) {
            this.listener = listener;
        }

        @Override
        public int write(ByteBuffer source) {
            String json = StandardCharsets.UTF_8.decode(source).toString();
            String text =
                    ((JsonObject) JsonValue.parse(json)).findString("event").orElseThrow();
            lines.add(text);
            listener.accept(text);
            return json.length();
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }
}
