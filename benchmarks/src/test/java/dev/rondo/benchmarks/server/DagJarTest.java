package dev.rondo.benchmarks.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DagJarTest {

    @ParameterizedTest
    @CsvSource({"WaitsForObjects, sensors", "Waits, sensors", "Mapped, width"})
    void a_size_replaces_the_whole_number_that_stands_there(String className, String size) throws IOException {
        assertThat(DagJar.source(className, Map.of(size, 7))).containsPattern("= 7;");
    }

    @Test
    void a_size_that_the_class_does_not_have_is_refused() {
        assertThatThrownBy(() -> DagJar.source("Waits", Map.of("width", 7)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Waits.java")
                .hasMessageContaining("width");
    }
}
