package dev.rondo.worker.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SilenceTest {

    private static final Duration USED = Duration.ofMillis(700);

    private final Silence silence = new Silence(3);

    @Test
    void a_host_that_leaves_more_pings_unanswered_than_it_may_is_frozen() {
        assertThat(silence.goesOn(USED)).isFalse();
        assertThat(silence.goesOn(USED)).isFalse();
        assertThat(silence.goesOn(USED)).isFalse();
        assertThat(silence.goesOn(USED)).isTrue();
    }

    @Test
    void any_word_begins_the_count_anew() {
        for (int ping = 0; ping < 20; ping++) {
            assertThat(silence.goesOn(USED)).isFalse();
            assertThat(silence.goesOn(USED)).isFalse();
            silence.broken();
        }
    }

    @Test
    void a_host_that_uses_the_processor_is_busy_and_not_frozen() {
        for (int ping = 0; ping < 20; ping++) {
            assertThat(silence.goesOn(USED.plusMillis(10L * (ping / 2)))).isFalse();
        }
    }
}
