package dev.rondo.metadata.sets;

import org.jooq.Query;
import org.jooq.SQLDialect;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;

/** The text of a statement, which names no schema: it runs in any. */
final class Rendered {

    private Rendered() {}

    static String of(Query query) {
        return DSL.using(SQLDialect.POSTGRES, new Settings().withRenderSchema(false))
                .render(query);
    }
}
