package dev.rondo.runtime.load;

import dev.rondo.sdk.Dag;
import dev.rondo.sdk.DagDefinition;
import dev.rondo.sdk.DagFamily;
import java.lang.reflect.InvocationTargetException;
import java.util.List;

/** A class that defines DAGs, loaded and ready to be asked. */
public final class DagClass {

    private final Class<?> type;

    private DagClass(Class<?> type) {
        this.type = type;
    }

    /**
     * Loads and initialises the class.
     *
     * @throws ClassNotFoundException when the loader has none of that name
     * @throws LinkageError when it, or what it needs, cannot be linked or initialised
     */
    public static DagClass load(String name, ClassLoader loader) throws ClassNotFoundException {
        return new DagClass(Class.forName(name, true, loader));
    }

    /** Name of the class. */
    public String name() {
        return type.getName();
    }

    /**
     * Makes an instance and calls its {@code define()}: a new set of DAGs each time.
     *
     * @throws NoConstructorException when it has no public constructor without arguments
     * @throws Exception what the constructor or {@code define()} threw
     */
    public List<Dag> define() throws Exception {
        Object instance;
        try {
            instance = type.getConstructor().newInstance();
        } catch (NoSuchMethodException e) {
            throw new NoConstructorException(
                    "class " + type.getName() + " has no public constructor without arguments; give it one", e);
        } catch (InvocationTargetException e) {
            throw unwrapped(e);
        }
        List<Dag> dags = switch (instance) {
            case DagDefinition definition -> List.of(notNull(definition.define()));
            case DagFamily family -> List.copyOf(notNull(family.define()));
            default ->
                throw new IllegalStateException(
                        "class " + type.getName() + " implements neither DagDefinition nor DagFamily");
        };
        return dags;
    }

    private <T> T notNull(@org.jspecify.annotations.Nullable T defined) {
        if (defined == null) {
            throw new IllegalStateException("define() of " + type.getName() + " returned null; return the DAG");
        }
        return defined;
    }

    private static Exception unwrapped(InvocationTargetException e) {
        return switch (e.getCause()) {
            case Exception cause -> cause;
            case Error cause -> throw cause;
            case null, default -> e;
        };
    }
}
