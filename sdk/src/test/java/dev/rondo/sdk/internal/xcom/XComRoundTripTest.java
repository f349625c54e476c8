package dev.rondo.sdk.internal.xcom;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.sdk.internal.json.JsonValue;
import java.lang.reflect.Type;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Objects;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random values of random types: what arrives is what was sent. */
class XComRoundTripTest {

    static LongStream seeds() {
        return LongStream.range(0, 800);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void what_arrives_is_what_was_sent(long seed) {
        RandomValues.Sample sample = new RandomValues(seed).sample(4);
        XComType type = XComType.of(sample.type());
        Object value = sample.values().get();

        String json = type.encode(value);

        assertThat(type.decode(json)).as("%s as %s", type, json).isEqualTo(value);
        assertThat(type.encode(type.decode(json))).isEqualTo(json);
        assertThat(JsonValue.parse(json).toJson()).isEqualTo(json);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void the_text_of_a_type_depends_on_the_type_alone(long seed) {
        XComType one = XComType.of(new RandomValues(seed).sample(4).type());
        XComType same = XComType.of(new RandomValues(seed).sample(4).type());

        assertThat(one.schema()).isEqualTo(same.schema());
        assertThat(one.jsonSchema()).isEqualTo(same.jsonSchema());
    }

    /** What a schema cannot say (null in a list, NaN, exponents of decimals) is all that may not fit. */
    @ParameterizedTest
    @MethodSource("seeds")
    void what_is_sent_fits_the_schema(long seed) {
        RandomValues.Sample sample = new RandomValues(seed).sample(4);
        XComType type = XComType.of(sample.type());
        JsonValue json = JsonValue.parse(type.encode(sample.values().get()));

        assertThat(JsonSchemaCheck.misfits(type.jsonSchema(), json))
                .extracting(JsonSchemaCheck.Misfit::problem)
                .allMatch(problem -> problem.endsWith(" null")
                        || problem.matches("expected (float|double|decimal|biginteger), found the string .*"));
    }

    static LongStream seedsOfPlainValues() {
        return seeds().filter(seed -> {
            RandomValues.Sample sample = new RandomValues(seed).sample(4);
            return sample.values().get() != null && !hasNestedOptional(sample.type());
        });
    }

    /** A value without a declared type is read as what its receiver declares. */
    @ParameterizedTest
    @MethodSource("seedsOfPlainValues")
    void what_is_sent_by_value_arrives_as_declared(long seed) {
        RandomValues.Sample sample = new RandomValues(seed).sample(4);
        Object value = Objects.requireNonNull(sample.values().get());

        String json = XComType.ofValue(value).encode(value);

        assertThat(XComType.of(sample.type()).decode(json)).isEqualTo(value);
    }

    /** Two kinds of emptiness: only a declared type can tell them apart. */
    private static boolean hasNestedOptional(Type type) {
        return type.getTypeName().contains("java.util.Optional<java.util.Optional<");
    }

    @Test
    void every_zone_arrives() {
        XComType type = XComType.of(GenericTypes.listOf(ZonedDateTime.class));
        Stream<ZonedDateTime> moments =
                ZoneId.getAvailableZoneIds().stream().map(id -> Instant.EPOCH.atZone(ZoneId.of(id)));
        var all = moments.toList();

        assertThat(type.decode(type.encode(all))).isEqualTo(all);
    }

    @Test
    void both_sides_of_a_clock_change_arrive() {
        XComType type = XComType.of(ZonedDateTime.class);
        ZonedDateTime summer = Instant.parse("2026-10-25T00:30:00Z").atZone(ZoneId.of("Europe/Berlin"));
        ZonedDateTime winter = Instant.parse("2026-10-25T01:30:00Z").atZone(ZoneId.of("Europe/Berlin"));

        assertThat(type.decode(type.encode(summer))).isEqualTo(summer);
        assertThat(type.decode(type.encode(winter))).isEqualTo(winter);
    }
}
