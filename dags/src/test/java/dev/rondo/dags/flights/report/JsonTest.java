package dev.rondo.dags.flights.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {

    record Egg(String colour, double weight, boolean fresh) {}

    record Nest(LocalDate day, List<Egg> eggs, Map<String, Integer> counts) {}

    @Test
    void records_lists_and_maps_are_written_as_objects_and_arrays() {
        var nest = new Nest(LocalDate.of(2013, 5, 17), List.of(new Egg("blue", 1.5, true)), Map.of("eggs", 1));

        assertThat(Json.of(nest)).isEqualTo("""
                        {"day":"2013-05-17","eggs":[{"colour":"blue","weight":1.5,"fresh":true}],"counts":{"eggs":1}}""");
    }

    @Test
    void numbers_that_json_does_not_have_are_null() {
        assertThat(Json.of(Arrays.asList(Double.NaN, Double.POSITIVE_INFINITY, null)))
                .isEqualTo("[null,null,null]");
    }

    @Test
    void quotes_backslashes_and_control_characters_are_escaped() {
        assertThat(Json.of("a \"b\" \\ c\nd\te é")).isEqualTo("\"a \\\"b\\\" \\\\ c\\nd\\u0009e é\"");
    }
}
