package dev.rondo.sdk.internal.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonParser.Feature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JsonRoundTripTest {

    /** An independent judge of what is JSON. */
    private static final JsonMapper JACKSON = JsonMapper.builder()
            .enable(Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    static LongStream seeds() {
        return LongStream.range(0, 500);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void what_is_written_is_read_back(long seed) {
        JsonValue value = new JsonRandom(seed).value(5);

        String json = value.toJson();

        assertThat(JsonValue.parse(json)).isEqualTo(value);
        assertThat(JsonValue.parse(json).toJson()).as("keys in their order").isEqualTo(json);
        assertThat(new String(json.getBytes(UTF_8), UTF_8)).as("survives UTF-8").isEqualTo(json);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void others_read_what_is_written(long seed) throws Exception {
        String json = JsonRandom.withoutSurrogates(seed).value(5).toJson();

        assertThat(JACKSON.readTree(json)).isNotNull();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void the_canonical_form_is_stable(long seed) {
        JsonValue value = new JsonRandom(seed).value(5);

        String canonical = value.toCanonicalJson();

        assertThat(JsonValue.parse(canonical).toCanonicalJson()).isEqualTo(canonical);
    }

    /** Damaged text is read as others read it, or refused with a place; it never ends in another exception. */
    @ParameterizedTest
    @MethodSource("seeds")
    void damaged_text_is_judged_as_others_judge_it(long seed) {
        JsonRandom random = JsonRandom.withoutSurrogates(seed);
        String json = random.damaged(random.value(4).toJson());

        assertThat(accepted(json)).as(json).isEqualTo(acceptedByJackson(json));
    }

    @Test
    void writing_too_deep_is_refused() {
        JsonWriter out = new JsonWriter(new StringBuilder(), new JsonLimits(2, 100));
        out.beginArray().beginArray();

        assertThatThrownBy(out::beginObject)
                .isInstanceOfSatisfying(
                        JsonLimitException.class, e -> assertThat(e.isDepth()).isTrue())
                .hasMessageContaining("deeper than 2 levels");
    }

    @Test
    void writing_too_much_is_refused_before_it_is_copied() {
        StringBuilder out = new StringBuilder("before");
        JsonWriter writer = new JsonWriter(out, new JsonLimits(2, 100));

        assertThatThrownBy(() -> writer.string("x".repeat(101)))
                .isInstanceOfSatisfying(
                        JsonLimitException.class, e -> assertThat(e.isDepth()).isFalse())
                .hasMessageContaining("longer than 100 characters");
        assertThat(out.length()).isLessThan(20);
    }

    @Test
    void pieces_are_joined_with_commas() {
        StringBuilder out = new StringBuilder();

        new JsonWriter(out, JsonLimits.DEFAULT)
                .beginObject()
                .name("a")
                .beginArray()
                .number(1)
                .number(2.5)
                .bool(true)
                .nullValue()
                .endArray()
                .name("b")
                .beginObject()
                .endObject()
                .name("c")
                .string("x")
                .endObject();

        assertThat(out).hasToString("{\"a\":[1,2.5,true,null],\"b\":{},\"c\":\"x\"}");
    }

    private static boolean accepted(String json) {
        try {
            JsonValue.parse(json);
            return true;
        } catch (JsonException e) {
            return false;
        }
    }

    private static boolean acceptedByJackson(String json) {
        try {
            return !JACKSON.readTree(json).isMissingNode();
        } catch (com.fasterxml.jackson.core.JacksonException e) {
            return false;
        }
    }
}
