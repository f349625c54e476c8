package dev.rondo.metadata.sets;

import java.time.Instant;
import org.jooq.Context;
import org.jooq.Field;
import org.jooq.impl.CustomField;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** Microseconds since 1970 as a timestamptz, exactly: {@code to_timestamp} takes seconds as a double. */
final class MicrosAsMoment extends CustomField<Instant> {

    private static final long serialVersionUID = 1;

    private final transient Field<Long> micros;

    MicrosAsMoment(Field<Long> micros) {
        super(DSL.name("moment"), SQLDataType.INSTANT);
        this.micros = micros;
    }

    @Override
    public void accept(Context<?> context) {
        context.sql("(timestamptz 'epoch' + ").visit(micros).sql(" * interval '1 microsecond')");
    }
}
