package dev.rondo.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TogetherTest {

    private static final List<Integer> MANY = IntStream.range(0, 1_000).boxed().toList();

    @Test
    void results_are_in_the_order_of_what_they_are_of() throws IOException {
        assertThat(Together.each(MANY, each -> each + 1))
                .isEqualTo(IntStream.rangeClosed(1, 1_000).boxed().toList());
    }

    @Test
    void when_one_fails_no_other_is_begun_and_its_error_is_told() {
        AtomicInteger begun = new AtomicInteger();

        assertThatThrownBy(() -> {
                    var _ = Together.each(MANY, each -> {
                        begun.incrementAndGet();
                        throw new IOException("the bucket is away");
                    });
                })
                .isInstanceOf(IOException.class)
                .hasMessage("the bucket is away");

        assertThat(begun.get()).as("those that were under way").isBetween(1, 16);
    }
}
