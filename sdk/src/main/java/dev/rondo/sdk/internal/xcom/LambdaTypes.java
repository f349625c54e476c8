package dev.rondo.sdk.internal.xcom;

import dev.rondo.sdk.internal.xcom.LambdaType.Captured;
import dev.rondo.sdk.internal.xcom.LambdaType.Origin;
import dev.rondo.sdk.internal.xcom.LambdaType.Parameter;
import dev.rondo.sdk.internal.xcom.LambdaType.Result;
import java.io.Serializable;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodType;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@link LambdaType}s. javac gives each serializable lambda a hidden {@code writeReplace} that names the method
 * behind it; nothing is serialised here. A method reference leads to the method the author named, with its generic
 * types. A lambda's body is a synthetic method, whose types are erased.
 */
final class LambdaTypes {

    private LambdaTypes() {}

    static LambdaType read(Serializable function) {
        SerializedLambda form = serializedForm(function);
        return form == null ? FunctionObjects.read(function) : read(function, form);
    }

    private static @Nullable SerializedLambda serializedForm(Serializable function) {
        Class<?> type = function.getClass();
        if (!type.isSynthetic()) {
            return null;
        }
        try {
            Method writeReplace = type.getDeclaredMethod("writeReplace");
            writeReplace.setAccessible(true);
            return (SerializedLambda) writeReplace.invoke(function);
        } catch (NoSuchMethodException e) {
            return null;
        } catch (ReflectiveOperationException | InaccessibleObjectException e) {
            throw new IllegalArgumentException("cannot read the lambda " + type.getName() + ": " + e, e);
        }
    }

    private static LambdaType read(Serializable function, SerializedLambda form) {
        ClassLoader loader = function.getClass().getClassLoader();
        MethodType called = MethodType.fromMethodDescriptorString(form.getInstantiatedMethodType(), loader);
        Executable target = target(form, loader);
        List<Captured> captured = new ArrayList<>();
        for (int i = 0; i < form.getCapturedArgCount(); i++) {
            captured.add(new Captured(i, form.getCapturedArg(i), null));
        }
        boolean nothing = form.getFunctionalInterfaceMethodSignature().endsWith(")V");
        if (target.isSynthetic()) {
            return new LambdaType(
                    Origin.LAMBDA,
                    target.getDeclaringClass().getName(),
                    nothing ? new Result.Nothing() : erasedResult(returnClass(target)),
                    called.parameterList().stream()
                            .map(LambdaTypes::erasedParameter)
                            .toList(),
                    captured);
        }
        TypeResolver resolver = new TypeResolver(receiver(form, target, called));
        return new LambdaType(
                Origin.METHOD_REFERENCE,
                target.getDeclaringClass().getName()
                        + (target instanceof Constructor<?> ? ".new" : "." + target.getName()),
                nothing ? new Result.Nothing() : result(target, called.returnType(), resolver),
                parameters(form, target, called, resolver),
                captured);
    }

    private static Executable target(SerializedLambda form, ClassLoader loader) {
        String className = form.getImplClass().replace('/', '.');
        try {
            Class<?> owner = Class.forName(className, false, loader);
            MethodType signature = MethodType.fromMethodDescriptorString(form.getImplMethodSignature(), loader);
            if (form.getImplMethodKind() == MethodHandleInfo.REF_newInvokeSpecial) {
                return owner.getDeclaredConstructor(signature.parameterArray());
            }
            Method method = findMethod(owner, form.getImplMethodName(), signature);
            if (method != null) {
                return method;
            }
        } catch (ClassNotFoundException | NoSuchMethodException e) {
            throw new IllegalArgumentException("cannot find the method of a lambda in " + className, e);
        }
        throw new IllegalArgumentException("cannot find the method " + form.getImplMethodName()
                + form.getImplMethodSignature() + " in " + className);
    }

    /** The method may be inherited, so the parents are searched too; bridges only stand for a method with generics. */
    private static @Nullable Method findMethod(Class<?> owner, String name, MethodType signature) {
        Method written = findMethod(owner, name, signature, false);
        return written == null ? findMethod(owner, name, signature, true) : written;
    }

    private static @Nullable Method findMethod(Class<?> owner, String name, MethodType signature, boolean bridges) {
        for (Class<?> c = owner; c != null; c = c.getSuperclass()) {
            Method found = declared(c, name, signature, bridges);
            if (found != null) {
                return found;
            }
        }
        for (Class<?> c = owner; c != null; c = c.getSuperclass()) {
            for (Class<?> parent : c.getInterfaces()) {
                Method found = findMethod(parent, name, signature, bridges);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    private static @Nullable Method declared(Class<?> owner, String name, MethodType signature, boolean bridges) {
        for (Method method : owner.getDeclaredMethods()) {
            if (method.getName().equals(name)
                    && method.isBridge() == bridges
                    && method.getReturnType() == signature.returnType()
                    && Arrays.equals(method.getParameterTypes(), signature.parameterArray())) {
                return method;
            }
        }
        return null;
    }

    /** The class that the method is called on, in which type variables of its parents have values. */
    private static Class<?> receiver(SerializedLambda form, Executable target, MethodType called) {
        if (target instanceof Constructor<?> || Modifier.isStatic(target.getModifiers())) {
            return target.getDeclaringClass();
        }
        if (form.getCapturedArgCount() > 0) {
            Object bound = form.getCapturedArg(0);
            return bound == null ? target.getDeclaringClass() : bound.getClass();
        }
        return called.parameterCount() > 0 ? called.parameterType(0) : target.getDeclaringClass();
    }

    private static Class<?> returnClass(Executable target) {
        return target instanceof Method method ? method.getReturnType() : target.getDeclaringClass();
    }

    private static Result result(Executable target, Class<?> instantiated, TypeResolver resolver) {
        Type declared = target instanceof Method method ? method.getGenericReturnType() : target.getDeclaringClass();
        Type resolved = resolver.resolve(declared);
        if (resolved != null && !(resolved instanceof Class<?>)) {
            return new Result.Known(resolved);
        }
        // A free type variable (T get()) and a generic class (new ArrayList): the call site knows as much as is known.
        return erasedResult(resolved instanceof Class<?> c ? c : instantiated);
    }

    private static List<Parameter> parameters(
            SerializedLambda form, Executable target, MethodType called, TypeResolver resolver) {
        List<Parameter> parameters = new ArrayList<>();
        Type[] declared = target.getGenericParameterTypes();
        boolean unbound = called.parameterCount() == declared.length + 1 && form.getCapturedArgCount() == 0;
        if (unbound) {
            parameters.add(erasedParameter(called.parameterType(0)));
        }
        // Constructors of inner classes have more parameters than their generic form shows.
        boolean aligned = parameters.size() + declared.length == called.parameterCount();
        for (int i = parameters.size(); i < called.parameterCount(); i++) {
            Type resolved = aligned ? resolver.resolve(declared[i - (unbound ? 1 : 0)]) : null;
            parameters.add(
                    resolved == null || resolved instanceof Class<?>
                            ? erasedParameter(resolved == null ? called.parameterType(i) : (Class<?>) resolved)
                            : new Parameter(resolved, true));
        }
        return parameters;
    }

    static Result erasedResult(Class<?> erased) {
        if (erased == void.class || erased == Void.class) {
            return new Result.Nothing();
        }
        return saysEnough(erased) ? new Result.Known(GenericTypes.boxed(erased)) : new Result.Unknown(erased);
    }

    private static Parameter erasedParameter(Class<?> erased) {
        return new Parameter(GenericTypes.boxed(erased), saysEnough(erased));
    }

    /** Whether the class alone is the whole type; javac leaves these where it found no common type but a formal one. */
    private static boolean saysEnough(Class<?> erased) {
        Class<?> element = erased;
        while (element.isArray()) {
            element = element.getComponentType();
        }
        return element.getTypeParameters().length == 0
                && element != Object.class
                && element != Record.class
                && element != Number.class
                && element != Serializable.class;
    }
}
