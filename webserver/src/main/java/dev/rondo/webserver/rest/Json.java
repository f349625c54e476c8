package dev.rondo.webserver.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * JSON of the API: records in snake case, every field always there, moments as ISO-8601 in UTC with Z. Bodies are read
 * strictly: an unknown field or a value of another type is refused, naming the field.
 */
public final class Json {

    private final JsonMapper mapper = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .withCoercionConfig(
                    LogicalType.Textual,
                    text -> text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .addModule(new SimpleModule()
                    .addSerializer(Instant.class, new InstantWriter())
                    .addDeserializer(Instant.class, new InstantReader())
                    .addDeserializer(String.class, new TextReader()))
            .build();

    /** The JSON of a value. */
    public byte[] bytes(Object value) {
        try {
            return mapper.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write " + value.getClass().getName(), e);
        }
    }

    /** The JSON of a value as text. */
    public String text(Object value) {
        try {
            return mapper.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write " + value.getClass().getName(), e);
        }
    }

    /**
     * Reads JSON that is ours.
     *
     * @throws IllegalStateException when it is none
     */
    public JsonNode tree(String json) {
        try {
            return mapper.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("stored JSON cannot be read", e);
        }
    }

    /**
     * The JSON of what a caller sent, to be kept.
     *
     * @throws ProblemException when a text in it has a NUL character, which the database does not keep
     */
    public String kept(String where, JsonNode sent) {
        if (hasNul(sent)) {
            throw ProblemException.invalid(where, "it has a NUL character");
        }
        return text(sent);
    }

    private static boolean hasNul(JsonNode node) {
        if (node.isTextual()) {
            return node.textValue().indexOf('\0') >= 0;
        }
        return node.properties().stream().anyMatch(each -> each.getKey().indexOf('\0') >= 0)
                || node.valueStream().anyMatch(Json::hasNul);
    }

    /** What a text is as JSON; empty when it is none, or more than is read here. */
    public Optional<JsonNode> find(String text) {
        try {
            return Optional.of(mapper.readTree(text));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /**
     * Reads what a caller sent.
     *
     * @throws ProblemException naming the field that is wrong
     */
    public <T> T body(byte[] bytes, Class<T> type) {
        T value = read("body", () -> mapper.readValue(bytes, type));
        if (value == null) {
            throw ProblemException.invalid("body", "null is not a JSON object");
        }
        return value;
    }

    /**
     * Reads a part of what a caller sent.
     *
     * @param where the part's place, such as {@code body.actions.0}
     * @throws ProblemException naming the field that is wrong
     */
    public <T> T part(String where, JsonNode node, Class<T> type) {
        T value = read(where, () -> mapper.treeToValue(node, type));
        if (value == null) {
            throw ProblemException.invalid(where, "null is not a JSON object");
        }
        return value;
    }

    /**
     * Reads JSON that a caller sent as text.
     *
     * @throws ProblemException when it is none, or more than is read here
     */
    public JsonNode text(String where, String json) {
        return read(where, () -> mapper.readTree(json));
    }

    @FunctionalInterface
    private interface Reading<T extends @Nullable Object> {
        T read() throws IOException;
    }

    private static <T extends @Nullable Object> T read(String where, Reading<T> reading) {
        try {
            return reading.read();
        } catch (UnrecognizedPropertyException e) {
            throw ProblemException.invalid(
                    where + "." + e.getPropertyName(),
                    "there is no such field; there are "
                            + e.getKnownPropertyIds().stream()
                                    .map(Object::toString)
                                    .sorted()
                                    .collect(Collectors.joining(", ")));
        } catch (InvalidFormatException e) {
            throw ProblemException.invalid(place(where, e), e.getOriginalMessage());
        } catch (MismatchedInputException e) {
            throw ProblemException.invalid(
                    place(where, e),
                    e.getPath().isEmpty() ? "it must be a JSON object" : "it is missing or of the wrong type");
        } catch (JsonProcessingException e) {
            throw ProblemException.invalid(where, "it is not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory cannot be read", e);
        }
    }

    private static String place(String where, MismatchedInputException e) {
        return e.getPath().stream()
                .map(at -> at.getFieldName() == null ? Integer.toString(at.getIndex()) : at.getFieldName())
                .collect(Collectors.joining(".", e.getPath().isEmpty() ? where : where + ".", ""));
    }

    private static final class InstantWriter extends StdSerializer<Instant> {
        private static final long serialVersionUID = 1L;

        private InstantWriter() {
            super(Instant.class);
        }

        @Override
        public void serialize(Instant value, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeString(value.toString());
        }
    }

    private static final class InstantReader extends StdDeserializer<Instant> {
        private static final long serialVersionUID = 1L;

        private InstantReader() {
            super(Instant.class);
        }

        @Override
        public Instant deserialize(JsonParser in, DeserializationContext context) throws IOException {
            String text = in.getValueAsString("");
            return Moments.parse(text)
                    .orElseThrow(() ->
                            InvalidFormatException.from(in, Moments.HOW + ", was '" + text + "'", text, Instant.class));
        }
    }

    /** PostgreSQL keeps no NUL: said here, it is said for every field of every body. */
    private static final class TextReader extends StdDeserializer<String> {
        private static final long serialVersionUID = 1L;

        private TextReader() {
            super(String.class);
        }

        @Override
        public @Nullable String deserialize(JsonParser in, DeserializationContext context) throws IOException {
            String text = StringDeserializer.instance.deserialize(in, context);
            if (text != null && text.indexOf('\0') >= 0) {
                throw InvalidFormatException.from(in, "it has a NUL character", text, String.class);
            }
            return text;
        }
    }
}
