package dev.rondo.cli.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.cli.api.EventLines.Event;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventLinesTest {

    private final List<Event> told = new ArrayList<>();
    private final EventLines lines = new EventLines(told::add);

    private void read(String text) {
        text.lines().forEach(lines);
    }

    @Test
    void events_are_told_whole_with_name_and_id() {
        read(": open\n\nevent: log\nid: 12\ndata: {\"a\":1}\ndata:  two\n\n: alive\n\nevent: end\ndata: \n\n");

        assertThat(told)
                .containsExactly(
                        new Event("log", "12", List.of("{\"a\":1}", " two")), new Event("end", "12", List.of("")));
    }

    @Test
    void one_that_is_cut_off_is_none() {
        read("event: log\nid: 12\ndata: one\n\nevent: log\nid: 30\ndata: half");

        assertThat(told).containsExactly(new Event("log", "12", List.of("one")));
    }

    @Test
    void what_has_no_name_is_a_message_and_unknown_fields_are_passed_over() {
        read("retry: 10\ndata\n\n");

        assertThat(told).containsExactly(new Event("message", "", List.of("")));
    }
}
