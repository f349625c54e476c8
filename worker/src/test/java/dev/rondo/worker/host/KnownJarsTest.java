package dev.rondo.worker.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.core.protocol.Dispatch;
import dev.rondo.worker.testing.TestDispatch;
import java.util.List;
import org.junit.jupiter.api.Test;

class KnownJarsTest {

    private final KnownJars known = new KnownJars();

    private void ran(String jarHash, String dagClass) {
        Dispatch dispatch = TestDispatch.of(1, "train", dagClass, "");
        known.ran(TestDispatch.withJar(dispatch, jarHash), 100);
    }

    @Test
    void what_ran_of_a_jar_is_known_once_each() {
        ran("jar", "ex.First");
        ran("jar", "ex.Second");
        ran("jar", "ex.First");

        assertThat(known.find("jar")).isNotNull().satisfies(jar -> {
            assertThat(jar.dagClasses()).containsExactly("ex.First", "ex.Second");
            assertThat(jar.bodyMicros()).isEqualTo(100);
        });
        assertThat(known.find("another")).isNull();
    }

    @Test
    void of_many_classes_the_first_are_loaded_ahead() {
        for (int i = 0; i < 1_000; i++) {
            ran("jar", "ex.Dag" + i);
        }

        assertThat(known.find("jar"))
                .isNotNull()
                .satisfies(jar -> assertThat(jar.dagClasses()).hasSize(64).contains("ex.Dag0"));
    }

    @Test
    void a_jar_that_nothing_ran_of_for_long_is_forgotten_when_others_come() {
        for (int i = 0; i <= 256; i++) {
            ran("jar" + i, "ex.Dag");
        }

        assertThat(known.find("jar0")).isNull();
        assertThat(known.find("jar256")).isNotNull();
    }

    @Test
    void what_needs_no_jar_and_what_made_a_host_unfit_is_not_known() {
        ran("", "");
        ran("jar", "ex.Dag");

        known.forget(new HostKey("jar", 1, List.of()));

        assertThat(known.find("")).isNull();
        assertThat(known.find("jar")).isNull();
    }
}
