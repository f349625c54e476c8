package dev.rondo.core.protocol;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** How records are taken apart and put together: read off each class once. */
final class WireShapes {

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

    record Field(String name, Type type, Method accessor) {
        @Nullable
        Object get(Record record) {
            try {
                return accessor.invoke(record);
            } catch (IllegalAccessException | InvocationTargetException e) {
                throw new Wire.WireException(
                        "cannot read " + name + " of " + record.getClass().getSimpleName(), e);
            }
        }
    }

    record Shape(String name, List<Field> fields, Constructor<?> constructor) {

        static Shape of(Class<?> type) {
            List<Field> fields = new ArrayList<>();
            List<Class<?>> types = new ArrayList<>();
            for (RecordComponent component : type.getRecordComponents()) {
                component.getAccessor().setAccessible(true);
                fields.add(new Field(component.getName(), component.getGenericType(), component.getAccessor()));
                types.add(component.getType());
            }
            try {
                Constructor<?> constructor = type.getDeclaredConstructor(types.toArray(Class<?>[]::new));
                constructor.setAccessible(true);
                return new Shape(type.getSimpleName(), List.copyOf(fields), constructor);
            } catch (NoSuchMethodException e) {
                throw new Wire.WireException("record " + type.getName() + " has no canonical constructor", e);
            }
        }

        Object make(Map<String, @Nullable Object> values, BiFunction<@Nullable Object, Type, @Nullable Object> fit) {
            @Nullable Object[] arguments = new @Nullable Object[fields.size()];
            for (int i = 0; i < arguments.length; i++) {
                arguments[i] = fit.apply(
                        values.get(fields.get(i).name()), fields.get(i).type());
            }
            try {
                return constructor.newInstance(arguments);
            } catch (InvocationTargetException e) {
                throw new Wire.WireException("bad " + name + ": " + e.getCause(), e);
            } catch (ReflectiveOperationException e) {
                throw new Wire.WireException("cannot make a " + name, e);
            }
        }
    }
}
