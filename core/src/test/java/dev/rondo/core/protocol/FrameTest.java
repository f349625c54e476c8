package dev.rondo.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FrameTest {

    private static final Instant AT = Instant.parse("2026-01-01T00:00:00.123456Z");

    private final Wire wire = new Wire();

    private static Dispatch dispatch(long dispatchId, String conf) {
        return new Dispatch(
                dispatchId,
                "a token as long as those that are issued, which have some eighty characters or more",
                7,
                "census",
                "manual__2026-01-01",
                "train",
                -1,
                1,
                2,
                "ab12",
                "com.example.Census",
                "sig",
                new Dispatch.RunFacts("manual", AT, AT, AT, AT, "Europe/Berlin", conf, "{}", null),
                List.of(),
                null,
                null,
                null,
                0,
                0,
                List.of(),
                "warm",
                "default",
                null,
                null,
                true,
                null);
    }

    private List<byte[]> split(List<SchedulerMessage> messages) {
        return Frame.split(wire, messages, Frame.OfScheduler::new);
    }

    private List<SchedulerMessage> join(List<byte[]> frames) {
        return frames.stream()
                .flatMap(frame -> wire.decode(frame, Frame.OfScheduler.class).messages().stream())
                .toList();
    }

    @Test
    void messages_that_fit_share_a_frame() {
        List<SchedulerMessage> messages =
                List.of(new SchedulerMessage.LeaseRenewed(1), new SchedulerMessage.Ack(List.of(1L, 2L)));

        List<byte[]> frames = split(messages);

        assertThat(frames).hasSize(1);
        assertThat(join(frames)).isEqualTo(messages);
    }

    @Test
    void more_tries_at_once_than_a_frame_holds_are_told_in_several_frames_in_order() {
        List<Dispatch> tries =
                IntStream.range(0, 2_000).mapToObj(id -> dispatch(id, "{}")).toList();

        List<byte[]> frames = split(List.of(new SchedulerMessage.Run(tries)));

        assertThat(frames).hasSizeGreaterThan(1).allMatch(frame -> frame.length <= Frame.MAX_BYTES);
        assertThat(join(frames))
                .flatExtracting(message -> ((SchedulerMessage.Run) message).dispatches())
                .isEqualTo(tries);
    }

    @Test
    void a_try_of_a_run_with_a_conf_larger_than_a_frame_is_told_all_the_same() {
        SchedulerMessage large =
                new SchedulerMessage.Run(List.of(dispatch(1, "\"" + "x".repeat(3 * Frame.MAX_BYTES) + "\"")));
        SchedulerMessage small = new SchedulerMessage.LeaseRenewed(1);

        List<byte[]> frames = split(List.of(small, large));

        assertThat(join(frames)).containsExactly(small, large);
    }
}
