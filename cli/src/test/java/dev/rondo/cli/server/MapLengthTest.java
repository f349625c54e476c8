package dev.rondo.cli.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.cli.CommandException;
import dev.rondo.core.graph.Limits;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MapLengthTest {

    @Test
    void a_hundred_thousand_where_nobody_says_otherwise() {
        assertThat(MapLength.of(Map.of())).isEqualTo(Limits.DEFAULTS);
        assertThat(MapLength.of(Map.of("RONDO_MAX_MAP_LENGTH", " ")).maxMapLength())
                .isEqualTo(100_000);
    }

    @Test
    void as_it_is_said() {
        assertThat(MapLength.of(Map.of("RONDO_MAX_MAP_LENGTH", "1024")).maxMapLength())
                .isEqualTo(1_024);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1000001", "many"})
    void anything_else_is_refused_with_what_to_write(String said) {
        assertThatThrownBy(() -> MapLength.of(Map.of("RONDO_MAX_MAP_LENGTH", said)))
                .isInstanceOf(CommandException.class)
                .hasMessage("RONDO_MAX_MAP_LENGTH is '" + said
                        + "'; write a number from 1 to 1000000, or leave it out for 100000");
    }
}
