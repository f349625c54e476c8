package dev.rondo.benchmarks.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BodiesTest {

    @TempDir
    Path folder;

    private Bodies read(String... lines) throws IOException {
        return Bodies.read(Files.write(folder.resolve("marks"), List.of(lines)));
    }

    @Test
    void what_began_and_did_not_end_is_lost_and_is_not_done_twice_when_it_is_done_again() throws IOException {
        assertThat(read("a begin", "b begin", "a end", "b begin", "b end")).isEqualTo(new Bodies(3, 1, 0));
    }

    @Test
    void a_task_that_came_to_its_end_more_than_once_is_done_twice_and_counts_once() throws IOException {
        assertThat(read("a begin", "a end", "a begin", "a end", "a begin", "a end", "b begin", "b end"))
                .isEqualTo(new Bodies(4, 0, 1));
    }

    @Test
    void a_line_that_no_body_writes_is_named() {
        assertThatThrownBy(() -> read("a begin", "what")).hasMessageContaining("'what'");
    }
}
