package dev.rondo.core.protocol;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How records are taken apart and put together: read off each class once. */
final class WireShapes {

    private static final MethodType GETTER = MethodType.methodType(Object.class, Object.class);
    private static final MethodType MAKER = MethodType.methodType(Object.class, Object[].class);

    private final ClassValue<Shape> shapes = new ClassValue<>() {
        @Override
        protected Shape computeValue(Class<?> type) {
            return Shape.of(type);
        }
    };

    private final ClassValue<Map<String, Class<?>>> permitted = new ClassValue<>() {
        @Override
        protected Map<String, Class<?>> computeValue(Class<?> type) {
            Map<String, Class<?>> byName = new HashMap<>();
            collect(type, byName);
            return Map.copyOf(byName);
        }
    };

    Shape of(Class<?> record) {
        return shapes.get(record);
    }

    /** The shape of the record of that name which is, or is permitted by, the type. */
    Shape find(Class<?> type, String name) {
        Class<?> found = permitted.get(type).get(name);
        if (found == null) {
            throw new Wire.WireException("expected " + type.getSimpleName() + ", found a record " + name);
        }
        return shapes.get(found);
    }

    private static void collect(Class<?> type, Map<String, Class<?>> byName) {
        if (type.isRecord()) {
            byName.put(type.getSimpleName(), type);
        } else if (type.isSealed()) {
            for (Class<?> sub : type.getPermittedSubclasses()) {
                collect(sub, byName);
            }
        }
    }

    /**
     * A component of a record.
     *
     * @param raw its type without arguments
     * @param accessor takes the record, returns the value, both as objects
     */
    record Field(String name, Type type, Class<?> raw, MethodHandle accessor) {

        static Field of(RecordComponent component, MethodHandles.Lookup lookup) throws IllegalAccessException {
            component.getAccessor().setAccessible(true);
            return new Field(
                    component.getName(),
                    component.getGenericType(),
                    component.getType(),
                    lookup.unreflect(component.getAccessor()).asType(GETTER));
        }

        @Nullable
        Object get(Record record) {
            try {
                return (Object) accessor.invokeExact((Object) record);
            } catch (Error e) {
                throw e;
            } catch (Throwable e) {
                throw new Wire.WireException(
                        "cannot read " + name + " of " + record.getClass().getSimpleName(), e);
            }
        }
    }

    /**
     * How records of a class are taken apart and put together.
     *
     * @param constructor takes the values as one array
     */
    record Shape(String name, List<Field> fields, MethodHandle constructor) {

        static Shape of(Class<?> type) {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            List<Field> fields = new ArrayList<>();
            List<Class<?>> types = new ArrayList<>();
            try {
                for (RecordComponent component : type.getRecordComponents()) {
                    fields.add(Field.of(component, lookup));
                    types.add(component.getType());
                }
                Constructor<?> constructor = type.getDeclaredConstructor(types.toArray(Class<?>[]::new));
                constructor.setAccessible(true);
                return new Shape(
                        type.getSimpleName(),
                        List.copyOf(fields),
                        lookup.unreflectConstructor(constructor)
                                .asSpreader(Object[].class, types.size())
                                .asType(MAKER));
            } catch (NoSuchMethodException e) {
                throw new Wire.WireException("record " + type.getName() + " has no canonical constructor", e);
            } catch (IllegalAccessException e) {
                throw new Wire.WireException("record " + type.getName() + " cannot be taken apart", e);
            }
        }

        Object make(@Nullable Object[] arguments) {
            try {
                return (Object) constructor.invokeExact(arguments);
            } catch (Error e) {
                throw e;
            } catch (Throwable e) { // what the record refuses, and a value of another type than its field has
                throw new Wire.WireException("bad " + name + ": " + e, e);
            }
        }
    }
}
