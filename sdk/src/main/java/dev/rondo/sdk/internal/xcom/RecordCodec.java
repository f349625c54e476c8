package dev.rondo.sdk.internal.xcom;

import dev.rondo.sdk.internal.json.JsonArray;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonString;
import dev.rondo.sdk.internal.json.JsonValue;
import dev.rondo.sdk.internal.json.JsonWriter;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Records, as objects of their components; read back through the canonical constructor, so that what the author checks
 * there holds for values that arrive too.
 */
final class RecordCodec implements Codec {

    /**
     * One component.
     *
     * @param nullable whether the author said that it may be null, which only the JSON Schema shows: a value may hold
     *     null in any component that is not primitive
     * @param said what the author says about it, as further keywords of its JSON Schema
     */
    record Component(String name, Codec codec, Method accessor, boolean primitive, boolean nullable, JsonObject said) {
        private boolean isBoxed() {
            return !primitive && codec instanceof Scalar scalar && scalar.hasPrimitive();
        }
    }

    private final Class<?> type;
    private final String name;
    private final Constructor<?> constructor;
    private final List<Component> components;

    RecordCodec(Class<?> type, String name, Constructor<?> constructor, List<Component> components) {
        this.type = type;
        this.name = name;
        this.constructor = constructor;
        this.components = List.copyOf(components);
    }

    @Override
    public void encode(Object value, JsonWriter out) {
        out.beginObject();
        encodeComponents(value, out);
        out.endObject();
    }

    void encodeComponents(Object value, JsonWriter out) {
        if (!type.isInstance(value)) {
            throw XComException.mismatch("expected " + type.getName() + ", was a "
                    + value.getClass().getName() + "; an unchecked cast let it in");
        }
        for (Component component : components) {
            try {
                out.name(component.name());
                component.codec().encodeNullable(read(component, value), out);
            } catch (XComException e) {
                throw e.inside("." + component.name());
            }
        }
    }

    private @Nullable Object read(Component component, Object value) {
        try {
            return component.accessor().invoke(value);
        } catch (InvocationTargetException e) {
            Throwable cause = rethrowErrors(e);
            throw new XComException(
                    XComException.Code.XCOM_VALUE_UNSUPPORTED,
                    "the accessor of " + type.getName() + " failed: " + cause,
                    cause);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("an accessor made accessible is not: " + component.accessor(), e);
        }
    }

    @Override
    public Object decode(JsonValue json) {
        if (!(json instanceof JsonObject object)) {
            throw XComException.mismatch(
                    "expected an object with the components of " + name + ", found " + Scalar.shown(json));
        }
        @Nullable Object[] arguments = new @Nullable Object[components.size()];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = argument(components.get(i), object);
        }
        // A tag may be there even where only this record is expected: what was pushed by its value carries one.
        int expected = components.size() + (object.get(SealedCodec.TAG) == null ? 0 : 1);
        if (object.members().size() != expected) {
            throw unknownKey(object);
        }
        return construct(arguments);
    }

    private @Nullable Object argument(Component component, JsonObject object) {
        JsonValue json = object.get(component.name());
        if (json == null) {
            throw XComException.mismatch("the component '" + component.name() + "' of " + name
                    + " is missing; was it sent by another version of the record?");
        }
        try {
            Object argument = component.codec().decodeNullable(json);
            if (argument == null && component.primitive()) {
                throw XComException.mismatch("is null, but the component is primitive");
            }
            return argument;
        } catch (XComException e) {
            throw e.inside("." + component.name());
        }
    }

    private XComException unknownKey(JsonObject object) {
        List<String> unknown = new ArrayList<>(object.members().keySet());
        unknown.removeAll(components.stream().map(Component::name).toList());
        unknown.remove(SealedCodec.TAG);
        return XComException.mismatch(
                name + " has no component " + unknown + "; was it sent by another version of the record?");
    }

    private Object construct(@Nullable Object[] arguments) {
        try {
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException e) {
            Throwable cause = rethrowErrors(e);
            String reason = cause.getMessage() == null ? cause.toString() : cause.getMessage();
            throw new XComException(
                    XComException.Code.XCOM_REJECTED, "the constructor of " + name + " refused it: " + reason, cause);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot call the constructor of " + type.getName(), e);
        }
    }

    private static Throwable rethrowErrors(InvocationTargetException e) {
        Throwable cause = e.getCause();
        if (cause instanceof Error error) {
            throw error;
        }
        return cause == null ? e : cause;
    }

    @Override
    public void describe(SchemaText out) {
        out.addOnce(this, () -> {
            out.add("{");
            // Sorted: the order of components does not matter on the way.
            String separator = "";
            for (Component component : components.stream()
                    .sorted(Comparator.comparing(Component::name))
                    .toList()) {
                out.add(separator).add(component.name()).add(":");
                component.codec().describe(out);
                // A boxed number may be null where a primitive may not: values of the one need not fit the other.
                out.add(component.isBoxed() ? "?" : "");
                separator = ",";
            }
            out.add("}");
        });
    }

    @Override
    public JsonObject jsonSchema(JsonSchemas schemas) {
        return schemas.define(this, type.getSimpleName(), () -> schema(schemas, JsonObject.EMPTY));
    }

    /** The schema with further properties in front, such as a tag. */
    JsonObject schema(JsonSchemas schemas, JsonObject before) {
        JsonObject.Builder properties = JsonObject.builder().putAll(before);
        for (Component component : components) {
            JsonObject schema = component.codec().jsonSchema(schemas);
            JsonObject type = component.nullable() ? JsonSchemas.nullable(schema) : schema;
            properties.put(
                    component.name(),
                    JsonObject.builder().putAll(type).putAll(component.said()).build());
        }
        List<JsonValue> required =
                before.members().keySet().stream().map(JsonString::new).collect(Collectors.toList());
        components.forEach(component -> required.add(new JsonString(component.name())));
        return JsonObject.builder()
                .put("type", "object")
                .put("title", name)
                .put("properties", properties.build())
                .put("required", JsonArray.of(required))
                .put("additionalProperties", false)
                .build();
    }

    List<Component> components() {
        return components;
    }
}
