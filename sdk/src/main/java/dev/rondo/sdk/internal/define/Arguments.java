package dev.rondo.sdk.internal.define;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** The decoded arguments of a body, in order of its inputs. */
public final class Arguments {

    private final List<Object> values;

    /** With one value per input. */
    public Arguments(Object... values) {
        this.values = Collections.unmodifiableList(Arrays.asList(values.clone()));
    }

    /** How many there are. */
    public int size() {
        return values.size();
    }

    /** One of them, as the type that javac checked where the body was written. */
    @SuppressWarnings("unchecked") // the types of inputs and body were matched by javac in Tasks.task
    public <T> T get(int index) {
        return (T) values.get(index);
    }
}
