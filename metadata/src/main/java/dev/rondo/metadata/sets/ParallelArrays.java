package dev.rondo.metadata.sets;

import org.jooq.Context;
import org.jooq.Param;
import org.jooq.impl.CustomField;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** Several arrays as the arguments of one {@code unnest}: jOOQ's takes a single one. */
final class ParallelArrays extends CustomField<Object[]> {

    private static final long serialVersionUID = 1;

    private final transient Param<?>[] arrays;

    ParallelArrays(Param<?>[] arrays) {
        super(DSL.name("arrays"), SQLDataType.OTHER.array());
        this.arrays = arrays;
    }

    @Override
    public void accept(Context<?> context) {
        String separator = "";
        for (Param<?> array : arrays) {
            context.sql(separator).visit(array);
            separator = ", ";
        }
    }
}
