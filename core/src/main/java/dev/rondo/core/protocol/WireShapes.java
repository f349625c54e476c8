package dev.rondo.core.protocol;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How records are taken apart and put together: read off each class once. */
final class WireShapes {

    private static final MethodType GETTER = MethodType.methodType(Object.class, Object.class);
    private static final MethodType MAKER = MethodType.methodType(Object.class, Object[].class);

    private final Map<Class<?>, WireForm<?>> spelledOut;

    private final ClassValue<Shape> shapes = new ClassValue<>() {
        @Override
        protected Shape computeValue(Class<?> type) {
            return shape(type);
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

    /** With these forms; those of other classes are found by reflection. */
    WireShapes(Map<Class<?>, WireForm<?>> spelledOut) {
        this.spelledOut = Map.copyOf(spelledOut);
    }

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

    private Shape shape(Class<?> type) {
        List<Field> fields = Arrays.stream(type.getRecordComponents())
                .map(each -> new Field(each.getName(), each.getGenericType(), each.getType()))
                .toList();
        WireForm<?> form = spelledOut.get(type);
        return new Shape(type.getSimpleName(), fields, form != null ? form : found(type.asSubclass(Record.class)));
    }

    private static <R extends Record> WireForm<R> found(Class<R> type) {
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        List<MethodHandle> getters = new ArrayList<>();
        List<Class<?>> types = new ArrayList<>();
        try {
            for (RecordComponent component : type.getRecordComponents()) {
                component.getAccessor().setAccessible(true);
                getters.add(lookup.unreflect(component.getAccessor()).asType(GETTER));
                types.add(component.getType());
            }
            Constructor<?> constructor = type.getDeclaredConstructor(types.toArray(Class<?>[]::new));
            constructor.setAccessible(true);
            MethodHandle maker = lookup.unreflectConstructor(constructor)
                    .asSpreader(Object[].class, types.size())
                    .asType(MAKER);
            return new WireForm<>(type, record -> values(record, getters), values -> type.cast(made(values, maker)));
        } catch (NoSuchMethodException e) {
            throw new Wire.WireException("record " + type.getName() + " has no canonical constructor", e);
        } catch (IllegalAccessException e) {
            throw new Wire.WireException("record " + type.getName() + " cannot be taken apart", e);
        }
    }

    private static @Nullable Object[] values(Record record, List<MethodHandle> getters) {
        @Nullable Object[] values = new @Nullable Object[getters.size()];
        try {
            for (int i = 0; i < values.length; i++) {
                values[i] = (Object) getters.get(i).invokeExact((Object) record);
            }
        } catch (Error e) {
            throw e;
        } catch (Throwable e) {
            throw new Wire.WireException("cannot read " + record.getClass().getSimpleName(), e);
        }
        return values;
    }

    private static Object made(@Nullable Object[] values, MethodHandle maker) {
        try {
            return (Object) maker.invokeExact(values);
        } catch (Error | RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalArgumentException(e);
        }
    }

    /**
     * A component of a record.
     *
     * @param raw its type without arguments
     */
    record Field(String name, Type type, Class<?> raw) {}

    /** How records of a class are taken apart and put together. */
    record Shape(String name, List<Field> fields, WireForm<?> form) {

        @Nullable
        Object[] values(Record record) {
            return form.valuesOf(record);
        }

        Record make(@Nullable Object[] values) {
            try {
                return form.make().apply(values);
            } catch (RuntimeException e) { // what the record refuses, and a value of another type than its field has
                throw new Wire.WireException("bad " + name + ": " + e, e);
            }
        }
    }
}
