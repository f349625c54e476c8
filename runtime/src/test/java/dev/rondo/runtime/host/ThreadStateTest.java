package dev.rondo.runtime.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** In a JVM that does not open {@code java.lang}, as those of tests are; the others are in {@code LeftoversTest}. */
class ThreadStateTest {

    @Test
    void a_thread_whose_locals_cannot_be_taken_away_is_not_used_again() {
        assertThat(ThreadState.capture().restore()).isFalse();
    }
}
