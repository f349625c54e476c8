package dev.rondo.dags.flights;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FlightFolderTest {

    private static final Path HOME = Path.of("/home/ann");

    @Test
    void it_lies_in_the_folder_of_the_installation() {
        assertThat(FlightFolder.usual(Map.of("RONDO_HOME", "/srv/rondo"), HOME)).isEqualTo("/srv/rondo/data/flights");
    }

    @Test
    void where_that_is_not_said_it_is_the_usual_one() {
        assertThat(FlightFolder.usual(Map.of(), HOME)).isEqualTo("/home/ann/.rondo/data/flights");
        assertThat(FlightFolder.usual(Map.of("RONDO_HOME", " "), HOME)).isEqualTo("/home/ann/.rondo/data/flights");
    }
}
