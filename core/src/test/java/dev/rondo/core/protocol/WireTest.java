package dev.rondo.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class WireTest {

    private static final Instant AT = Instant.parse("2026-01-01T00:00:00.123456Z");

    private final Wire wire = new Wire();

    /** The same name twice: as an older and as a newer version knows it. */
    private static final class Newer {
        record Thing(String id, int count) {}
    }

    private static final class Older {
        record Thing(String id) {}
    }

    sealed interface Shape {
        record Checked(int positive) implements Shape {
            public Checked {
                if (positive <= 0) {
                    throw new IllegalArgumentException("must be positive, was " + positive);
                }
            }
        }
    }

    private static final Dispatch DISPATCH = new Dispatch(
            42,
            "t0ken",
            7,
            "census",
            "manual__ü",
            "train",
            -1,
            1,
            2,
            "ab12",
            "com.example.Census",
            "sig",
            new Dispatch.RunFacts("scheduled", AT, AT, null, AT, "Europe/Berlin", "{}", "{}", null),
            Arrays.asList("{\"n\":1}", null),
            null,
            null,
            null,
            0,
            4L << 30,
            List.of("-Xss2m"),
            "warm",
            "default",
            null,
            null,
            true,
            null);

    @Test
    void what_is_sent_arrives() {
        var message = new SchedulerMessage.Run(List.of(DISPATCH));

        SchedulerMessage arrived = wire.decode(wire.encode(message), SchedulerMessage.class);

        assertThat(arrived).isEqualTo(message);
    }

    @Test
    void numbers_of_every_size_arrive() {
        var message = new WorkerMessage.Heartbeat(7, 0, -1, Integer.MIN_VALUE, Long.MIN_VALUE);

        assertThat(wire.decode(wire.encode(message), WorkerMessage.class)).isEqualTo(message);
    }

    @Test
    void texts_that_come_again_are_written_once() {
        var one = new SchedulerMessage.Run(List.of(DISPATCH));
        var hundred = new SchedulerMessage.Run(Collections.nCopies(100, DISPATCH));

        byte[] bytes = wire.encode(hundred);

        assertThat(wire.decode(bytes, SchedulerMessage.class)).isEqualTo(hundred);
        assertThat(bytes.length).isLessThan(25 * wire.encode(one).length);
    }

    @Test
    void long_texts_and_short_ones_between_each_other_arrive() {
        String longText = "x".repeat(300);
        var recall = new Ask("kind", Arrays.asList(longText, "a", longText, "b", "a", "b", "kind", longText, null));

        assertThat(wire.decode(wire.encode(recall), Ask.class)).isEqualTo(recall);
    }

    @Test
    void a_map_keeps_its_order() {
        var ended = new WorkerMessage.Ended(
                1,
                AT,
                AT,
                "success",
                null,
                null,
                null,
                "1",
                "int",
                -1,
                null,
                true,
                Map.of("auc", "0.9"),
                null,
                null,
                null,
                null,
                List.of(new WorkerMessage.AssetUpdate(null, "orders", "gs://orders", "asset", "{}")),
                AT);

        assertThat(wire.decode(wire.encode(ended), WorkerMessage.class)).isEqualTo(ended);
    }

    @Test
    void fields_that_the_reader_does_not_know_are_ignored() {
        byte[] bytes = wire.encode(new Newer.Thing("a", 3));

        assertThat(wire.decode(bytes, Older.Thing.class)).isEqualTo(new Older.Thing("a"));
    }

    @Test
    void fields_that_the_writer_did_not_know_are_absent() {
        byte[] bytes = wire.encode(new Older.Thing("a"));

        assertThat(wire.decode(bytes, Newer.Thing.class)).isEqualTo(new Newer.Thing("a", 0));
    }

    @Test
    void a_record_of_another_name_is_refused_by_name() {
        byte[] bytes = wire.encode(new Older.Thing("a"));

        assertThatThrownBy(() -> wire.decode(bytes, Shape.class)).hasMessage("expected Shape, found a record Thing");
    }

    @Test
    void a_value_the_record_refuses_is_told_with_its_reason() {
        byte[] bytes = wire.encode(new Shape.Checked(1));
        bytes[bytes.length - 1] = 0;

        assertThatThrownBy(() -> wire.decode(bytes, Shape.class)).hasMessageContaining("must be positive, was 0");
    }

    @Test
    void damaged_bytes_are_an_error_and_nothing_worse() {
        byte[] whole = wire.encode(new SchedulerMessage.Run(List.of(DISPATCH)));
        SplittableRandom random = new SplittableRandom(1);

        for (int i = 0; i < 20_000; i++) {
            byte[] damaged = Arrays.copyOf(whole, 1 + random.nextInt(whole.length));
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            try {
                assertThat(wire.decode(damaged, SchedulerMessage.class)).isNotNull();
            } catch (Wire.WireException e) {
                assertThat(e).hasMessageNotContaining("null null");
            }
        }
    }
}
