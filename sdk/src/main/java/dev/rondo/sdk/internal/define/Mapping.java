package dev.rondo.sdk.internal.define;

import dev.rondo.sdk.spec.MappingSpec.Combine;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SequencedCollection;
import org.jspecify.annotations.Nullable;

/** Over what a task or group is mapped. */
public final class Mapping {

    private final List<Axis> axes = new ArrayList<>();
    private @Nullable Combine combine;
    private boolean mixed;

    /** One sequence mapped over. */
    public sealed interface Axis {
        /** What a task returns. */
        record Of(Source<?> list) implements Axis {}

        /**
         * A list known at definition.
         *
         * @param ordered whether their order is the author's; else it may be another in each JVM
         */
        record Literal(List<?> elements, boolean ordered) implements Axis {}
    }

    Mapping(Axis first) {
        axes.add(first);
    }

    static Axis literal(Collection<?> elements) {
        return new Axis.Literal(List.copyOf(elements), elements instanceof SequencedCollection);
    }

    /** Adds an axis and answers with its number. */
    int add(Axis axis, Combine how) {
        mixed |= combine != null && combine != how;
        combine = how;
        axes.add(axis);
        return axes.size() - 1;
    }

    /** The axes in order. */
    public List<Axis> axes() {
        return Collections.unmodifiableList(axes);
    }

    /** How they combine. */
    public Combine combine() {
        return combine == null ? Combine.CROSS : combine;
    }

    /** Whether the author asked for cross and zip at once, which has no meaning. */
    public boolean isMixed() {
        return mixed;
    }
}
