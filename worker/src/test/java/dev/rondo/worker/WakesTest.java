package dev.rondo.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.core.protocol.WorkerMessage;
import dev.rondo.worker.testing.TestDispatch;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class WakesTest {

    private final Wakes wakes = new Wakes();

    private static List<Long> ids(List<WorkerMessage> said) {
        return said.stream()
                .map(WorkerMessage.Woke.class::cast)
                .flatMap(woke -> woke.sensors().stream())
                .map(WorkerMessage.Watched::dispatchId)
                .sorted()
                .toList();
    }

    @Test
    void what_nobody_took_is_said_again_and_what_was_taken_is_not() {
        List<WorkerMessage> lost = new ArrayList<>();
        wakes.add(List.of(TestDispatch.of(1), TestDispatch.of(2)), lost::add);
        assertThat(ids(lost)).containsExactly(1L, 2L);

        wakes.taken(1);
        List<WorkerMessage> again = new ArrayList<>();
        wakes.tellAll(again::add);

        assertThat(ids(again)).containsExactly(2L);
        assertThat(again)
                .containsExactly(new WorkerMessage.Woke(List.of(
                        new WorkerMessage.Watched(2, 1, TestDispatch.of(2).taskId(), 3))));
        wakes.taken(2);
        assertThat(wakes.isEmpty()).isTrue();
    }

    @Test
    void many_are_said_in_several_messages() {
        List<WorkerMessage> said = new ArrayList<>();

        wakes.add(LongStream.rangeClosed(1, 250).mapToObj(TestDispatch::of).toList(), said::add);

        assertThat(said).hasSize(3);
        assertThat(ids(said)).isEqualTo(LongStream.rangeClosed(1, 250).boxed().toList());
    }
}
