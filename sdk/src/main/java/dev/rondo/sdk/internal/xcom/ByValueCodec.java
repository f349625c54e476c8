package dev.rondo.sdk.internal.xcom;

import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonValue;
import dev.rondo.sdk.internal.json.JsonWriter;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes a value without a declared type, each part as the codec of its own class would: what the receiver declares
 * reads it. A record or enum of a sealed hierarchy carries its tag, for receivers that declare the interface; those
 * that declare the class read it too. Remembers the classes it met, so it is for one value and one thread.
 */
final class ByValueCodec implements Codec {

    private final Map<Class<?>, Codec> byClass = new HashMap<>();

    /** What the type of a value is called. */
    static Class<?> shown(Object value) {
        return switch (value) {
            case List<?> list -> List.class;
            case Set<?> set -> Set.class;
            case Map<?, ?> map -> Map.class;
            case Map.Entry<?, ?> entry -> Map.Entry.class;
            case Optional<?> optional -> Optional.class;
            case Enum<?> constant -> constant.getDeclaringClass();
            default -> value.getClass();
        };
    }

    @Override
    public void encode(Object value, JsonWriter out) {
        Scalar scalar = Scalar.ofValue(value);
        if (scalar != null) {
            scalar.encode(value, out);
            return;
        }
        switch (value) {
            case Map<?, ?> map -> encodeMap(map, out);
            case Map.Entry<?, ?> entry -> encodeEntry(entry, out);
            case Collection<?> elements -> encodeAll(elements, out);
            case Optional<?> optional -> encodeNullable(optional.orElse(null), out);
            default -> encodeObject(value, out);
        }
    }

    private void encodeAll(Collection<?> elements, JsonWriter out) {
        out.beginArray();
        int index = 0;
        for (Object each : elements) {
            try {
                encodeNullable(each, out);
            } catch (XComException e) {
                throw e.inside("[" + index + "]");
            }
            index++;
        }
        out.endArray();
    }

    private void encodeMap(Map<?, ?> map, JsonWriter out) {
        out.beginObject();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            String name = keyText(entry.getKey());
            out.name(name);
            try {
                encodeNullable(entry.getValue(), out);
            } catch (XComException e) {
                throw e.inside("[\"" + Scalar.shorten(name) + "\"]");
            }
        }
        out.endObject();
    }

    private void encodeEntry(Map.Entry<?, ?> entry, JsonWriter out) {
        out.beginArray();
        out.string(keyText(entry.getKey()));
        encodeNullable(entry.getValue(), out);
        out.endArray();
    }

    private static String keyText(@Nullable Object key) {
        if (key == null) {
            throw XComException.unsupported("a map with a null key cannot be sent");
        }
        if (key instanceof Enum<?> constant) {
            return constant.name();
        }
        Scalar scalar = Scalar.ofValue(key);
        if (scalar == null) {
            throw XComException.unsupported(
                    "a " + key.getClass().getName() + " cannot be a key of a map; send a List of a record instead");
        }
        return scalar.toText(key);
    }

    private void encodeObject(Object value, JsonWriter out) {
        Class<?> type = shown(value);
        Codec codec = byClass.get(type);
        if (codec == null) {
            codec = compile(type);
            byClass.put(type, codec);
        }
        if (!isInHierarchy(type)) {
            codec.encode(value, out);
            return;
        }
        out.beginObject();
        out.name(SealedCodec.TAG).string(SealedCodec.tag(type));
        if (codec instanceof RecordCodec components) {
            components.encodeComponents(value, out);
        } else {
            out.name(SealedCodec.VALUE);
            codec.encode(value, out);
        }
        out.endObject();
    }

    private Codec compile(Class<?> type) {
        XComCompiler compiler = new XComCompiler(this);
        // What a generic record was made with is not known; those of its parts are written by their values.
        Shape shape = new Shape(type, Collections.nCopies(type.getTypeParameters().length, Shape.UNRESOLVED));
        Codec codec =
                compiler.compile(type.isArray() ? Shape.of(type) : shape, "").resolved();
        if (!compiler.problems().isEmpty()) {
            throw new XComException(
                    XComException.Code.XCOM_VALUE_UNSUPPORTED,
                    "cannot be sent: " + compiler.problems().getFirst().message(),
                    new XComTypeException(compiler.problems()));
        }
        if (codec == this) {
            throw XComException.unsupported("a " + type.getName() + " cannot be sent");
        }
        return codec;
    }

    private static boolean isInHierarchy(Class<?> type) {
        if (!type.isRecord() && !type.isEnum()) {
            return false;
        }
        for (Class<?> parent : type.getInterfaces()) {
            if (parent.isSealed()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public Object decode(JsonValue json) {
        return AnyCodec.OBJECT.decode(json);
    }

    @Override
    public void describe(SchemaText out) {
        AnyCodec.OBJECT.describe(out);
    }

    @Override
    public JsonObject jsonSchema(JsonSchemas schemas) {
        return AnyCodec.OBJECT.jsonSchema(schemas);
    }
}
