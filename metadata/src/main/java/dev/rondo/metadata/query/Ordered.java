package dev.rondo.metadata.query;

import java.util.List;
import org.jooq.SortField;

/** The order of a list; made by {@link Orders}. */
public final class Ordered {

    private final List<SortField<?>> fields;

    Ordered(List<SortField<?>> fields) {
        this.fields = List.copyOf(fields);
    }

    List<SortField<?>> fields() {
        return fields;
    }
}
