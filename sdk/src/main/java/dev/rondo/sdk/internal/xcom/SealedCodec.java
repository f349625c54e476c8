package dev.rondo.sdk.internal.xcom;

import dev.rondo.sdk.XComTag;
import dev.rondo.sdk.internal.json.JsonArray;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonString;
import dev.rondo.sdk.internal.json.JsonValue;
import dev.rondo.sdk.internal.json.JsonWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Sealed interfaces of records and enums: an object with the tag of the class under {@value #TAG}, which no component
 * can be called, and the components beside it; of an enum the name of its constant under {@value #VALUE}.
 */
final class SealedCodec implements Codec {

    /** No component of a record can be called so. */
    static final String TAG = "@type";

    static final String VALUE = "value";

    /** One class of the hierarchy; its codec is a {@link RecordCodec} or an {@link EnumCodec}. */
    record Variant(String tag, Class<?> type, Codec codec) {}

    private final String name;
    private final Map<Class<?>, Variant> byClass = new LinkedHashMap<>();
    private final Map<String, Variant> byTag = new LinkedHashMap<>();

    SealedCodec(String name, List<Variant> variants) {
        this.name = name;
        for (Variant variant : variants) {
            byClass.put(variant.type(), variant);
            byTag.put(variant.tag(), variant);
        }
    }

    /** The tag of a class of a hierarchy. */
    static String tag(Class<?> type) {
        XComTag tag = type.getAnnotation(XComTag.class);
        return tag == null ? type.getSimpleName() : tag.value();
    }

    @Override
    public void encode(Object value, JsonWriter out) {
        Class<?> type = value instanceof Enum<?> constant ? constant.getDeclaringClass() : value.getClass();
        Variant variant = byClass.get(type);
        if (variant == null) {
            throw XComException.mismatch("expected one of " + byClass.keySet() + ", was a " + type.getName());
        }
        out.beginObject();
        out.name(TAG).string(variant.tag());
        switch (variant.codec().resolved()) {
            case RecordCodec components -> components.encodeComponents(value, out);
            case Codec other -> {
                out.name(VALUE);
                other.encode(value, out);
            }
        }
        out.endObject();
    }

    @Override
    public Object decode(JsonValue json) {
        if (!(json instanceof JsonObject object) || !(object.get(TAG) instanceof JsonString(String tag))) {
            throw XComException.mismatch("expected an object with a \"" + TAG + "\", found " + Scalar.shown(json));
        }
        Variant variant = byTag.get(tag);
        if (variant == null) {
            throw XComException.mismatch(name + " has no class with the tag \"" + Scalar.shorten(tag) + "\"; it has "
                    + byTag.keySet() + "; keep the old tag of a renamed class with @XComTag");
        }
        if (variant.codec().resolved() instanceof RecordCodec components) {
            return components.decode(object);
        }
        JsonValue constant = object.get(VALUE);
        if (constant == null) {
            throw XComException.mismatch("the constant of the enum \"" + tag + "\" is missing");
        }
        return variant.codec().decode(constant);
    }

    @Override
    public void describe(SchemaText out) {
        out.addOnce(this, () -> {
            out.add("oneof(");
            String separator = "";
            for (Variant variant : byTag.values().stream()
                    .sorted(Comparator.comparing(Variant::tag))
                    .toList()) {
                out.add(separator).add(variant.tag()).add(":");
                variant.codec().describe(out);
                separator = "|";
            }
            out.add(")");
        });
    }

    @Override
    public JsonObject jsonSchema(JsonSchemas schemas) {
        return schemas.define(this, name, () -> {
            List<JsonObject> alternatives = new ArrayList<>();
            for (Variant variant : byTag.values()) {
                JsonObject tag = JsonObject.builder()
                        .put(
                                TAG,
                                JsonObject.builder().put("const", variant.tag()).build())
                        .build();
                alternatives.add(variantSchema(variant, tag, schemas));
            }
            return JsonObject.builder()
                    .put("title", name)
                    .put("oneOf", JsonArray.of(alternatives))
                    .build();
        });
    }

    private static JsonObject variantSchema(Variant variant, JsonObject tag, JsonSchemas schemas) {
        if (variant.codec().resolved() instanceof RecordCodec components) {
            return components.schema(schemas, tag);
        }
        return JsonObject.builder()
                .put("type", "object")
                .put("title", variant.type().getSimpleName())
                .put(
                        "properties",
                        JsonObject.builder()
                                .putAll(tag)
                                .put(VALUE, variant.codec().jsonSchema(schemas))
                                .build())
                .put("required", JsonSchemas.strings(List.of(TAG, VALUE)))
                .put("additionalProperties", false)
                .build();
    }
}
