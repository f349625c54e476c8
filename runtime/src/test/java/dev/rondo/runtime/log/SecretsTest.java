package dev.rondo.runtime.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.core.protocol.Ask;
import java.util.List;
import org.junit.jupiter.api.Test;

class SecretsTest {

    private static List<String> in(String kind, String name, String answer) {
        return Secrets.in(kind, List.of(name), answer);
    }

    @Test
    void a_variable_is_one_when_its_name_says_so() {
        assertThat(in(Ask.VARIABLE, "warehouse_password", "sesame")).containsExactly("sesame");
        assertThat(in(Ask.VARIABLE, "region", "europe")).isEmpty();
        assertThat(Secrets.in(Ask.VARIABLE, List.of("warehouse_password"), null))
                .isEmpty();
    }

    @Test
    void a_connection_has_its_password_and_extras_whose_names_say_so() {
        assertThat(in(Ask.CONNECTION, "shop", "postgres://ann:sesame@db/shop?api_key=k-123&region=eu"))
                .containsExactlyInAnyOrder("sesame", "k-123");
    }

    @Test
    void other_answers_hold_none() {
        assertThat(in(Ask.XCOM_PULL, "password", "sesame")).isEmpty();
    }
}
