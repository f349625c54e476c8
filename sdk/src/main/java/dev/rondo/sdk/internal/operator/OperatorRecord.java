package dev.rondo.sdk.internal.operator;

import dev.rondo.sdk.Operator;
import dev.rondo.sdk.internal.xcom.LambdaType;
import dev.rondo.sdk.internal.xcom.XComException;
import dev.rondo.sdk.internal.xcom.XComType;
import dev.rondo.sdk.internal.xcom.XComType.Compilation;
import dev.rondo.sdk.spec.OperatorSpec;
import java.io.Serializable;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** An operator taken apart into the components of its record. */
public final class OperatorRecord {

    /** Operators of the installation run without the user's jar; nobody else may use their packages. */
    private static final String INSTALLED = "dev.rondo.operators.";

    private final Operator<?> operator;
    private final Record asRecord;
    private final Map<Type, Compilation> types;

    private OperatorRecord(Operator<?> operator, Record asRecord, Map<Type, Compilation> types) {
        this.operator = operator;
        this.asRecord = asRecord;
        this.types = types;
    }

    /** Takes an operator apart; empty when it is no record. */
    public static Optional<OperatorRecord> of(Operator<?> operator) {
        return of(operator, new HashMap<>());
    }

    /** Like {@link #of(Operator)}, for many operators: types that were read for one are kept for the next. */
    public static Optional<OperatorRecord> of(Operator<?> operator, Map<Type, Compilation> typesRead) {
        return operator instanceof Record asRecord
                ? Optional.of(new OperatorRecord(operator, asRecord, typesRead))
                : Optional.empty();
    }

    /** Whether the class of the operator is one of the installation. */
    public static boolean isInstalled(Operator<?> operator) {
        return operator.getClass().getName().startsWith(INSTALLED);
    }

    /** How the operator stands in the graph; components that cannot be written are reported and left out. */
    public OperatorSpec spec(Consumer<String> problems) {
        Map<String, String> fields = new LinkedHashMap<>();
        boolean plain = true;
        for (RecordComponent component : asRecord.getClass().getRecordComponents()) {
            Object value = Records.get(asRecord, component);
            boolean function = isFunction(component, value);
            String json = function ? describe(value) : encode(component, value, problems);
            plain &= !function;
            if (json != null) {
                fields.put(component.getName(), json);
            }
        }
        String name = operator.getClass().getName();
        return new OperatorSpec(name, operator.kind().wireName(), fields, plain && isInstalled(operator));
    }

    /** The lambdas and method references among the components. */
    public List<Serializable> functions() {
        List<Serializable> functions = new ArrayList<>();
        for (RecordComponent component : asRecord.getClass().getRecordComponents()) {
            Object value = Records.get(asRecord, component);
            if (isFunction(component, value) && value instanceof Serializable function) {
                functions.add(function);
            }
        }
        return functions;
    }

    /** Every text in the components that templates are looked for in, by component. */
    public Map<String, List<String>> texts() {
        Map<String, List<String>> texts = new LinkedHashMap<>();
        new Texts((component, text) -> {
                    texts.computeIfAbsent(component, k -> new ArrayList<>()).add(text);
                    return text;
                })
                .ofRecord(asRecord);
        return texts;
    }

    /** The operator with all these texts replaced by what they render to. */
    public Operator<?> render(UnaryOperator<String> renderer) {
        return (Operator<?>) new Texts((component, text) -> renderer.apply(text)).ofRecord(asRecord);
    }

    /**
     * Makes an operator from what stands in a graph.
     *
     * @param typesRead types that were read for one are kept for the next
     * @throws IllegalArgumentException when there is no such operator, or its components are others
     */
    public static Operator<?> make(OperatorSpec spec, ClassLoader loader, Map<Type, Compilation> typesRead) {
        Class<?> type = load(spec.className(), loader);
        RecordComponent[] components = type.getRecordComponents();
        @Nullable Object[] values = new @Nullable Object[components.length];
        for (int i = 0; i < components.length; i++) {
            String name = components[i].getName();
            String json = spec.fields().get(name);
            if (json == null) {
                throw new IllegalArgumentException("operator " + spec.className() + " has a component '" + name
                        + "' that the graph knows nothing of; the graph was made with another version of it");
            }
            try {
                values[i] = type(components[i].getGenericType(), typesRead).decode(json);
            } catch (XComException e) {
                throw new IllegalArgumentException(
                        "operator " + spec.className() + ", component '" + name + "': " + e.getMessage(), e);
            }
        }
        return (Operator<?>) Records.make(type, values);
    }

    private static XComType type(Type type, Map<Type, Compilation> typesRead) {
        return switch (typesRead.computeIfAbsent(type, XComType::compile)) {
            case Compilation.Usable(XComType usable) -> usable;
            case Compilation.Refused refused -> XComType.of(type); // which says why
        };
    }

    private static Class<?> load(String name, ClassLoader loader) {
        try {
            Class<?> type = Class.forName(name, true, loader);
            if (type.isRecord() && Operator.class.isAssignableFrom(type)) {
                return type;
            }
            throw new IllegalArgumentException(name + " is no operator");
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException(
                    "this installation has no operator " + name + "; add the family it belongs to", e);
        }
    }

    private @Nullable String encode(RecordComponent component, @Nullable Object value, Consumer<String> problems) {
        String name = "its component '" + component.getName() + "'";
        return switch (types.computeIfAbsent(component.getGenericType(), XComType::compile)) {
            case Compilation.Refused refused -> {
                refused.problems().forEach(p -> problems.accept(name + " cannot stand in the graph: " + p.message()));
                yield null;
            }
            case Compilation.Usable usable -> {
                try {
                    yield usable.type().encode(value);
                } catch (XComException e) {
                    problems.accept(name + " cannot stand in the graph: " + e.getMessage());
                    yield null;
                }
            }
        };
    }

    private static boolean isFunction(RecordComponent component, @Nullable Object value) {
        return value instanceof Serializable
                && (component.getType().isAnnotationPresent(FunctionalInterface.class)
                        || value.getClass().isSynthetic());
    }

    private static String describe(@Nullable Object function) {
        String where =
                function instanceof Serializable body ? LambdaType.of(body).where() : "none";
        return XComType.of(String.class).encode("code: " + where);
    }
}
