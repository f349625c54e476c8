package dev.rondo.metadata.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class PostmasterFileTest {

    @Test
    void a_running_server_tells_pid_port_and_that_it_is_ready() {
        List<String> lines = List.of("4711", "/home/data", "1795240511", "23456", "", "127.0.0.1", " 1 2", "ready   ");

        assertThat(PostmasterFile.parse(lines)).contains(new PostmasterFile(4711, 23456, true));
    }

    @Test
    void a_starting_one_has_no_port_yet() {
        assertThat(PostmasterFile.parse(List.of("4711", "/home/data", "1795240511")))
                .contains(new PostmasterFile(4711, 0, false));
    }

    @Test
    void one_that_recovers_is_not_ready() {
        List<String> lines = List.of("4711", "/home/data", "1795240511", "23456", "", "127.0.0.1", " 1 2", "starting");

        assertThat(PostmasterFile.parse(lines)).contains(new PostmasterFile(4711, 23456, false));
    }

    @Test
    void half_a_file_and_no_file_tell_nothing() {
        assertThat(PostmasterFile.parse(List.of())).isEmpty();
        assertThat(PostmasterFile.parse(List.of("garbage"))).isEmpty();
        assertThat(PostmasterFile.read(Path.of("/not/there"))).isEmpty();
    }
}
