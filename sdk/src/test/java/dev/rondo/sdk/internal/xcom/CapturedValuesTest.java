package dev.rondo.sdk.internal.xcom;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Serializable;
import java.math.BigDecimal;
import java.net.Socket;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CapturedValuesTest {

    record Config(String bucket, List<Integer> layers, Duration pause) {}

    record Holder(List<String> names) {}

    enum Gate {
        PASS
    }

    /** As a DAG class whose instance methods are bodies. */
    static final class Stateless {}

    static final class Constants {
        private final String bucket = "gs://b";

        @Override
        public String toString() {
            return bucket;
        }
    }

    static final class Counter {
        private int count;

        int next() {
            return ++count;
        }
    }

    static Stream<Object> unchanging() {
        return Stream.of(
                "text",
                1,
                2.5,
                new BigDecimal("1.0"),
                Gate.PASS,
                Duration.ofSeconds(1),
                ZoneId.of("Europe/Berlin"),
                Optional.of(List.of("a")),
                List.of(),
                List.of(new Config("b", List.of(1, 2), Duration.ZERO)),
                Map.of("a", List.of(1)),
                List.copyOf(new ArrayList<>(List.of("x", "y", "z"))),
                String.class,
                new Stateless(),
                new Constants());
    }

    static Stream<Object> changing() {
        return Stream.of(
                new ArrayList<>(List.of("a")),
                Collections.unmodifiableList(new ArrayList<>()),
                new HashMap<>(),
                List.of(new ArrayList<String>()),
                Map.of("a", new ArrayList<>()),
                new int[] {1},
                new AtomicInteger(),
                new Counter(),
                new Socket(),
                Thread.currentThread(),
                new Holder(new ArrayList<>()),
                Optional.of(new Counter()));
    }

    @ParameterizedTest
    @MethodSource("unchanging")
    void what_cannot_change_may_be_captured(Object value) {
        assertThat(CapturedValues.refusal(value)).isNull();
    }

    @ParameterizedTest
    @MethodSource("changing")
    void what_can_change_may_not_be_captured(Object value) {
        assertThat(CapturedValues.refusal(value)).isNotEmpty();
    }

    @Test
    void the_reason_names_the_place() {
        assertThat(CapturedValues.refusal(new Counter()))
                .isEqualTo("the field " + Counter.class.getName() + ".count is not final");
        assertThat(CapturedValues.refusal(new Holder(new ArrayList<>())))
                .isEqualTo("the field " + Holder.class.getName()
                        + ".names: a java.util.ArrayList can be changed; capture List.copyOf(…) or Set.copyOf(…)");
    }

    @Test
    void a_captured_lambda_is_judged_by_what_it_captured() {
        String text = "a";
        Counter counter = new Counter();
        Supplier<String> harmless = () -> text + "b";
        Supplier<Integer> counting = () -> counter.next();
        Supplier<Integer> serializable = (Supplier<Integer> & Serializable) () -> counter.next();

        assertThat(CapturedValues.refusal(harmless)).isNull();
        assertThat(CapturedValues.refusal(counting)).contains("Counter.count is not final");
        assertThat(CapturedValues.refusal(serializable)).contains("Counter.count is not final");
    }

    @Test
    void nesting_ends() {
        Optional<?> deep = Optional.of("x");
        for (int i = 0; i < 50; i++) {
            deep = Optional.of(deep);
        }

        assertThat(CapturedValues.refusal(deep)).isEqualTo("it nests deeper than 20 levels");
    }
}
