package dev.rondo.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WireFormTest {

    record Pair(long first, long second) {}

    static Stream<WireForm<?>> forms() {
        return ProtocolForms.ALL.stream();
    }

    @ParameterizedTest
    @MethodSource("forms")
    void a_form_says_what_its_class_says(WireForm<?> form) throws ReflectiveOperationException {
        FormCheck.check(form);
    }

    @Test
    void a_form_is_used_for_its_class_and_read_without_it() {
        var turned = new WireForm<>(
                Pair.class,
                pair -> new Object[] {pair.second(), pair.first()},
                v -> new Pair((long) v[0], (long) v[1]));

        byte[] bytes = new Wire(List.of(turned)).encode(new Pair(1, 2));

        assertThat(new Wire().decode(bytes, Pair.class)).isEqualTo(new Pair(2, 1));
    }
}
