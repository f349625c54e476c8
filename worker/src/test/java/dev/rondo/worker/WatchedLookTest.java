package dev.rondo.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.core.protocol.Dispatch;
import dev.rondo.core.protocol.WorkerMessage;
import dev.rondo.worker.testing.TestDispatch;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WatchedLookTest {

    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    private static final Instant END = START.plusMillis(20);
    private static final Dispatch DISPATCH = TestDispatch.of(7);

    private static WorkerMessage.Ended look(Duration pause, @Nullable Instant timeout, @Nullable String state) {
        return new WorkerMessage.Ended(
                7,
                START,
                END,
                "look_again",
                null,
                null,
                null,
                null,
                null,
                -1,
                null,
                true,
                Map.of(),
                END.plus(pause),
                state,
                null,
                null,
                List.of(),
                timeout);
    }

    private static WatchedLook watched(Duration pause, Instant timeout) {
        return WatchedLook.of(DISPATCH, look(pause, timeout, null)).orElseThrow();
    }

    @Test
    void the_scheduler_has_it_look_after_many_pauses_within_an_hour_and_not_past_its_timeout() {
        Instant far = START.plus(Duration.ofDays(7));

        assertThat(watched(Duration.ofMillis(100), far).repairAt()).isEqualTo(END.plusSeconds(30));
        assertThat(watched(Duration.ofSeconds(10), far).repairAt()).isEqualTo(END.plusSeconds(1200));
        assertThat(watched(Duration.ofMinutes(2), far).repairAt()).isEqualTo(END.plus(Duration.ofHours(1)));
        Instant soon = END.plusSeconds(90);
        assertThat(watched(Duration.ofSeconds(30), soon).repairAt()).isEqualTo(soon);
        assertThat(watched(Duration.ofSeconds(30), far).pause()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void the_moment_of_the_first_look_stays() {
        Instant far = START.plus(Duration.ofDays(7));
        Dispatch further = DISPATCH.withFirstLookAt(START.minusSeconds(60));

        assertThat(watched(Duration.ofSeconds(30), far).dispatch().firstLookAt())
                .isEqualTo(START);
        assertThat(WatchedLook.of(further, look(Duration.ofSeconds(30), far, null))
                        .orElseThrow()
                        .dispatch())
                .isEqualTo(further);
    }

    @Test
    void what_keeps_something_or_may_not_be_watched_or_is_about_to_time_out_looks_in_tries_alone() {
        Instant far = START.plus(Duration.ofDays(7));
        Duration pause = Duration.ofSeconds(30);

        assertThat(WatchedLook.of(DISPATCH, look(pause, far, "{\"version\":1,\"state\":7}")))
                .isEmpty();
        assertThat(WatchedLook.of(DISPATCH, look(pause, null, null))).isEmpty();
        assertThat(WatchedLook.of(DISPATCH, look(pause, END.plus(pause), null))).isEmpty();
        assertThat(WatchedLook.of(DISPATCH, look(pause, far, null).failedWith("exception", "it broke")))
                .isEmpty();
    }
}
