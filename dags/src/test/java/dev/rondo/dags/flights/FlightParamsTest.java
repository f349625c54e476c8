package dev.rondo.dags.flights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FlightParamsTest {

    @Test
    void the_usual_values_learn_from_sixty_days() {
        assertThat(FlightParams.in("/data")).isEqualTo(new FlightParams("/data", 60, 7, 0.05));
    }

    @Test
    void values_out_of_range_are_refused_with_what_they_were() {
        assertThatThrownBy(() -> new FlightParams(" ", 60, 7, 0.05)).hasMessage("folder must be a name, was blank");
        assertThatThrownBy(() -> new FlightParams("/data", 0, 7, 0.05))
                .hasMessage("windowDays must be 1 to 365, was 0");
        assertThatThrownBy(() -> new FlightParams("/data", 366, 7, 0.05))
                .hasMessage("windowDays must be 1 to 365, was 366");
        assertThatThrownBy(() -> new FlightParams("/data", 60, 61, 0.05))
                .hasMessage("firstDays must be 1 to windowDays 60, was 61");
        assertThatThrownBy(() -> new FlightParams("/data", 60, 7, Double.NaN))
                .hasMessage("tolerance must be 0 to 1, was NaN");
    }
}
