package dev.rondo.sdk.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonNumberTest {

    @Test
    void the_digits_are_kept() {
        String digits = "12345678901234567890123456789.1234567890123456789000";

        assertThat(JsonValue.parse(digits).toJson()).isEqualTo(digits);
        assertThat(((JsonNumber) JsonValue.parse(digits)).toBigDecimal()).isEqualTo(new BigDecimal(digits));
    }

    @Test
    void longs_are_exact_to_their_ends() {
        assertThat(new JsonNumber("9223372036854775807").toLong()).isEqualTo(Long.MAX_VALUE);
        assertThat(new JsonNumber("-9223372036854775808").toLong()).isEqualTo(Long.MIN_VALUE);
        assertThat(new JsonNumber("1.50e1").toLong()).isEqualTo(15);
        assertThat(JsonNumber.of(Long.MIN_VALUE).text()).isEqualTo("-9223372036854775808");
    }

    @ParameterizedTest
    @ValueSource(strings = {"9223372036854775808", "1.5", "1e-1", "1e19"})
    void what_is_no_long_is_refused(String text) {
        assertThatThrownBy(() -> new JsonNumber(text).toLong()).isInstanceOf(ArithmeticException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e999999999", "1e-999999999", "1e99999999999999999999"})
    void a_huge_exponent_does_not_fill_the_heap(String text) {
        assertThatThrownBy(() -> new JsonNumber(text).toBigInteger()).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void a_big_exponent_is_written_out_when_it_is_small_enough() {
        assertThat(new JsonNumber("25e40").toBigInteger()).isEqualTo(new BigInteger("25" + "0".repeat(40)));
    }

    @Test
    void a_number_of_too_many_digits_is_refused() {
        assertThatThrownBy(() -> JsonValue.parse("1".repeat(10_001)))
                .hasMessageContaining("a number of 10001 characters, more than the 10000 allowed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "00", "01", ".5", "5.", "1e", "1e+", "0x1", "1 ", " 1", "NaN", "١"})
    void other_texts_are_no_numbers(String text) {
        assertThatThrownBy(() -> new JsonNumber(text)).hasMessageContaining("not a JSON number");
    }

    @Test
    void nan_has_no_number() {
        assertThatThrownBy(() -> JsonNumber.of(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "1.0, 1",
        "10e-1, 1",
        "1E0, 1",
        "-0, 0",
        "-0.000, 0",
        "0e99, 0",
        "1.50, 1.5",
        "100, 100",
        "1e20, 100000000000000000000",
        "1e21, 1e21",
        "1200e19, 12e21",
        "0.001, 0.001",
        "1e-20, 0.00000000000000000001",
        "1e-25, 1e-25",
        "1e999999, 1e999999"
    })
    void the_canonical_form_depends_on_the_value_alone(String text, String canonical) {
        assertThat(new JsonNumber(text).toCanonicalJson()).isEqualTo(canonical);
    }
}
