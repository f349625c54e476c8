package dev.rondo.sdk.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {

    private static final List<String> KNOWN = List.of("train", "evaluate", "push", "ds", "ts");

    @Test
    void a_slip_of_the_pen_is_recognised() {
        assertThat(Nearest.find("trian", KNOWN)).contains("train");
        assertThat(Nearest.find("evalate", KNOWN)).contains("evaluate");
        assertThat(Nearest.find("pusch", KNOWN)).contains("push");
    }

    @Test
    void something_else_is_not() {
        assertThat(Nearest.find("deploy", KNOWN)).isEmpty();
    }

    @Test
    void of_equals_the_first_in_the_alphabet_is_named() {
        assertThat(Nearest.find("xs", KNOWN)).contains("ds");
    }

    @Test
    void without_anything_near_the_alternative_is_said() {
        assertThat(Nearest.hint("trian", KNOWN, "define it")).isEqualTo("did you mean 'train'?");
        assertThat(Nearest.hint("deploy", KNOWN, "define it")).isEqualTo("define it");
    }
}
