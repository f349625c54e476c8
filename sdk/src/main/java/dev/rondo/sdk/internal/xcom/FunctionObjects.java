package dev.rondo.sdk.internal.xcom;

import dev.rondo.sdk.internal.xcom.LambdaType.Captured;
import dev.rondo.sdk.internal.xcom.LambdaType.Origin;
import dev.rondo.sdk.internal.xcom.LambdaType.Parameter;
import dev.rondo.sdk.internal.xcom.LambdaType.Result;
import java.io.Serializable;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a functional interface's implementation that is a class of the author's, named or anonymous. */
final class FunctionObjects {

    private FunctionObjects() {}

    static LambdaType read(Serializable function) {
        Class<?> type = function.getClass();
        Method implementation = implementation(type);
        TypeResolver resolver = new TypeResolver(type);
        return new LambdaType(
                Origin.OBJECT,
                type.getName() + "." + implementation.getName(),
                result(implementation, resolver),
                Arrays.stream(implementation.getGenericParameterTypes())
                        .map(each -> parameter(resolver.resolve(each)))
                        .toList(),
                fields(function));
    }

    private static Result result(Method implementation, TypeResolver resolver) {
        Type resolved = resolver.resolve(implementation.getGenericReturnType());
        if (resolved == null) {
            return LambdaTypes.erasedResult(implementation.getReturnType());
        }
        return resolved instanceof Class<?> c ? LambdaTypes.erasedResult(c) : new Result.Known(resolved);
    }

    private static Parameter parameter(@Nullable Type resolved) {
        if (resolved == null) {
            return new Parameter(Object.class, false);
        }
        boolean raw = resolved instanceof Class<?> c && c.getTypeParameters().length > 0;
        return new Parameter(GenericTypes.boxed(resolved), !raw && resolved != Object.class);
    }

    /** The method that implements the one abstract method of the functional interface. */
    private static Method implementation(Class<?> type) {
        for (Method required : abstractMethods(type)) {
            for (Class<?> c = type; c != null; c = c.getSuperclass()) {
                for (Method method : c.getDeclaredMethods()) {
                    if (method.getName().equals(required.getName())
                            && method.getParameterCount() == required.getParameterCount()
                            && !method.isBridge()
                            && !Modifier.isStatic(method.getModifiers())) {
                        return method;
                    }
                }
            }
        }
        throw new IllegalArgumentException(type.getName() + " implements no functional interface");
    }

    private static Set<Method> abstractMethods(Class<?> type) {
        Set<Method> found = new LinkedHashSet<>();
        for (Class<?> c = type; c != null; c = c.getSuperclass()) {
            for (Class<?> parent : c.getInterfaces()) {
                for (Method method : parent.getMethods()) {
                    if (Modifier.isAbstract(method.getModifiers())) {
                        found.add(method);
                    }
                }
            }
        }
        return found;
    }

    private static List<Captured> fields(Object function) {
        List<Captured> captured = new ArrayList<>();
        for (Class<?> c = function.getClass(); c != null; c = c.getSuperclass()) {
            for (Field field : c.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers())) {
                    captured.add(new Captured(captured.size(), read(field, function), field.getName()));
                }
            }
        }
        return captured;
    }

    private static @Nullable Object read(Field field, Object owner) {
        try {
            field.setAccessible(true);
            return field.get(owner);
        } catch (IllegalAccessException | InaccessibleObjectException e) {
            throw new IllegalArgumentException("cannot read the field " + field + ": " + e, e);
        }
    }
}
