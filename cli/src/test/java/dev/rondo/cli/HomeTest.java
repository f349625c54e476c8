package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HomeTest {

    @Test
    void without_a_word_it_is_the_folder_of_the_user() {
        Home home = Home.of(Map.of("HOME", "/elsewhere"));

        assertThat(home.folder()).isEqualTo(Path.of(System.getProperty("user.home"), ".rondo"));
        assertThat(home.dags()).isEqualTo(home.folder().resolve("dags"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void a_blank_word_is_none(String said) {
        assertThat(Home.of(Map.of("RONDO_HOME", said))).isEqualTo(Home.of(Map.of()));
    }

    @Test
    void a_relative_one_is_below_where_the_command_was_typed() {
        assertThat(Home.of(Map.of("RONDO_HOME", "homes/../here")).folder())
                .isEqualTo(Path.of("").toAbsolutePath().resolve("here"));
    }
}
