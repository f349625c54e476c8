package dev.rondo.metadata.query;

import static dev.rondo.metadata.jooq.Tables.COMMAND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.jooq.impl.DSL.concat;
import static org.jooq.impl.DSL.currentOffsetDateTime;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.generateSeries;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;

import dev.rondo.metadata.Database;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jooq.Field;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** A short list is counted, a long one estimated, and whoever reads on by the total reads all of either. */
@ExtendWith(PostgresExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TotalTest {

    private static final int SHORT = 250;
    private static final int LONG = 10_950;

    private Database database;
    private AuditQueries audit;

    @BeforeAll
    void fill(TestDatabase mine) {
        database = mine.open(2);
        audit = new AuditQueries(database.transactions());
        add("ann", SHORT);
        add("ben", LONG);
    }

    @AfterAll
    void close() {
        database.close();
    }

    private void add(String actor, int rows) {
        Field<String> key =
                concat(inline(actor), field(name("n"), Integer.class).cast(String.class));
        database.transactions()
                .run(db -> db.insertInto(
                                COMMAND,
                                COMMAND.IDEMPOTENCY_KEY,
                                COMMAND.ACTOR,
                                COMMAND.SOURCE,
                                COMMAND.KIND,
                                COMMAND.BODY,
                                COMMAND.CREATED_AT)
                        .select(select(
                                        key,
                                        inline(actor),
                                        inline("cli"),
                                        inline("SetPaused"),
                                        inline("{}"),
                                        currentOffsetDateTime().cast(Instant.class))
                                .from(generateSeries(1, rows).as("numbers", "n")))
                        .execute());
    }

    private Listed<AuditQueries.AuditRow> page(String actor, int limit, int offset) {
        return audit.list(
                new Wanted(COMMAND.ACTOR.eq(actor)), AuditQueries.ORDERS.by(List.of()), new Page(limit, offset));
    }

    @Test
    void a_list_of_few_is_counted_on_every_page() {
        assertThat(List.of(
                        page("ann", 100, 0).count(),
                        page("ann", 100, 200).count(),
                        page("ann", 100, 900).count(),
                        page("ann", 0, 0).count()))
                .containsOnly(new Total(SHORT, false));
    }

    @Test
    void a_page_that_is_not_full_tells_the_total_of_a_long_list() {
        assertThat(page("ben", 100, LONG - 50).count()).isEqualTo(new Total(LONG, false));
    }

    @Test
    void a_list_of_many_is_estimated_beyond_what_is_counted() {
        Total total = page("ben", 100, 0).count();

        assertThat(total.isEstimate()).isTrue();
        assertThat(total.number()).isGreaterThan(Total.COUNTED);
    }

    @Test
    void behind_the_last_row_the_total_is_no_more_than_where_that_was() {
        assertThat(page("ben", 100, LONG + 100).total()).isLessThanOrEqualTo(LONG + 100);
    }

    @Test
    void who_reads_on_until_the_total_of_each_page_is_reached_gets_every_row_once() {
        List<Long> read = readOn("ben");

        assertThat(read).hasSize(LONG);
        assertThat(Set.copyOf(read)).hasSize(LONG);
    }

    private List<Long> readOn(String actor) {
        List<Long> ids = new ArrayList<>();
        Set<Integer> asked = new HashSet<>();
        int offset = 0;
        long total = 1;
        while (offset < total && asked.add(offset)) {
            var page = page(actor, 100, offset);
            page.rows().forEach(row -> ids.add(row.id()));
            total = page.total();
            offset += 100;
        }
        return ids;
    }
}
