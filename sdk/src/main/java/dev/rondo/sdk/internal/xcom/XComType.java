package dev.rondo.sdk.internal.xcom;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rondo.sdk.internal.json.JsonException;
import dev.rondo.sdk.internal.json.JsonLimitException;
import dev.rondo.sdk.internal.json.JsonLimits;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonValue;
import dev.rondo.sdk.internal.json.JsonWriter;
import java.lang.reflect.Type;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A type whose values can be passed between tasks, ready to turn them into JSON and back: what arrives is equal to what
 * was sent and has the same type. Immutable and thread-safe; making one reads the type by reflection, so keep it.
 *
 * <p>Passed can be: strings, booleans, characters, all numbers, java.time types, UUID, URI, enums, records (nested,
 * generic, recursive, private), sealed interfaces of records and enums, arrays, optionals, lists, sets and maps of
 * these, and {@code Object}, for JSON of any form. Any of them may be null, but for primitives and optionals.
 */
public final class XComType {

    private final Shape shape;
    private final Codec codec;
    private final String schema;

    private XComType(Shape shape, Codec codec) {
        this.shape = shape;
        this.codec = codec;
        SchemaText text = new SchemaText();
        codec.describe(text);
        this.schema = text.toString();
    }

    /** What came of reading a type. */
    public sealed interface Compilation {
        /** Values of the type can be passed. */
        record Usable(XComType type) implements Compilation {}

        /** They cannot; every reason. */
        record Refused(List<XComProblem> problems) implements Compilation {
            public Refused {
                problems = List.copyOf(problems);
            }
        }
    }

    /** Reads a type, of a class or with type arguments. */
    public static Compilation compile(Type type) {
        Shape shape = Shape.of(type);
        XComCompiler compiler = new XComCompiler();
        Codec codec = compiler.compile(shape, "");
        return compiler.problems().isEmpty()
                ? new Compilation.Usable(new XComType(shape, codec))
                : new Compilation.Refused(compiler.problems());
    }

    /**
     * Reads a type that is known to be usable.
     *
     * @throws XComTypeException when it is not
     */
    public static XComType of(Type type) {
        return switch (compile(type)) {
            case Compilation.Usable(XComType usable) -> usable;
            case Compilation.Refused(List<XComProblem> problems) -> throw new XComTypeException(problems);
        };
    }

    /**
     * A type for sending this value alone, when nobody declared one: each part is written as its own class says, so the
     * receiver's declared type must fit. What it reads itself is plain JSON. Not thread-safe.
     */
    public static XComType ofValue(Object value) {
        return new XComType(Shape.of(ByValueCodec.shown(value)), new ByValueCodec());
    }

    /** For people: simple names, such as {@code List<Shard>}. */
    public String name() {
        return shape.simpleName();
    }

    /**
     * The canonical text of the type's structure, such as {@code {auc:double,uri:string}}. Values of one type can be
     * read as another when these texts are equal. Names of classes are not in it, so renaming one changes nothing.
     */
    public String schema() {
        return schema;
    }

    /** SHA-256 of {@link #schema()} in hexadecimal digits. */
    public String hash() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(schema.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** The type as JSON Schema (draft 2020-12), for forms. */
    public JsonObject jsonSchema() {
        return JsonSchemas.of(codec);
    }

    /**
     * The JSON of a value.
     *
     * @throws XComException when the value or something in it cannot be sent, nests too deep or contains itself
     */
    public String encode(@Nullable Object value) {
        return encode(value, JsonLimits.DEFAULT);
    }

    /**
     * The JSON of a value within a limit; a value that would be far longer is not written out first.
     *
     * @throws XComException as {@link #encode(Object)}, and when it is too long
     */
    public String encode(@Nullable Object value, JsonLimits limits) {
        StringBuilder out = new StringBuilder();
        try {
            codec.encodeNullable(value, new JsonWriter(out, limits));
        } catch (JsonLimitException e) {
            throw new XComException(
                            e.isDepth() ? XComException.Code.XCOM_TOO_DEEP : XComException.Code.XCOM_TOO_LARGE,
                            e.getMessage() + (e.isDepth() ? "" : "; write it to a file or bucket and pass where it is"),
                            e)
                    .ofType(name());
        } catch (XComException e) {
            throw e.ofType(name());
        }
        return out.toString();
    }

    /**
     * The value of a JSON text.
     *
     * @throws XComException when the text is not JSON or not of this type, or a record's constructor refuses it
     */
    public @Nullable Object decode(String json) {
        try {
            return decode(JsonValue.parse(json));
        } catch (JsonException e) {
            throw new XComException(XComException.Code.XCOM_MISMATCH, "not JSON: " + e.getMessage(), e).ofType(name());
        }
    }

    /**
     * The value of a JSON value.
     *
     * @throws XComException when it is not of this type, or a record's constructor refuses it
     */
    public @Nullable Object decode(JsonValue json) {
        try {
            return codec.decodeNullable(json);
        } catch (XComException e) {
            throw e.ofType(name());
        }
    }

    @Override
    public String toString() {
        return name() + " " + schema;
    }
}
