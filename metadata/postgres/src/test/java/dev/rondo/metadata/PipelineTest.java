package dev.rondo.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DefaultConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PipelineTest {

    @RegisterExtension
    static final ServerForClass SERVER = new ServerForClass();

    private static final String ENTER = "insert into guest values (?, ?)";
    private static final String NAMES = "select name from guest where room = ? order by name";

    private final List<String> sent = new ArrayList<>();
    private Connection connection;
    private Pipeline pipeline;

    @BeforeEach
    void an_empty_house() throws SQLException {
        connection = SERVER.connect();
        try (Statement statement = connection.createStatement()) {
            statement.execute("drop table if exists guest");
            statement.execute("create table guest (room int, name text primary key)");
        }
        connection.setAutoCommit(false);
        pipeline = new Pipeline(noting(connection), new DefaultConfiguration().set(SQLDialect.POSTGRES));
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @Test
    void what_is_kept_goes_with_the_next_that_is_waited_for_and_before_it() {
        pipeline.add(ENTER, 1, "ann");
        pipeline.add(ENTER, 1, "bob");
        List<String> names = pipeline.query(NAMES, row -> row.getString(1), 1);

        assertThat(names).containsExactly("ann", "bob");
        assertThat(sent).hasSize(1);
    }

    @Test
    void what_is_kept_goes_before_any_other_statement() {
        pipeline.add(ENTER, 1, "ann");
        int guests = pipeline.context().fetchCount(pipeline.context().selectFrom("guest"));

        assertThat(guests).isEqualTo(1);
        assertThat(sent).hasSize(2);
    }

    @Test
    void a_query_may_follow_one_whose_result_nobody_reads() {
        pipeline.add(ENTER, 2, "ann");
        pipeline.add(NAMES, 2);
        pipeline.add("update guest set room = room + 1");

        assertThat(pipeline.query(NAMES, row -> row.getString(1), 3)).containsExactly("ann");
    }

    @Test
    void the_commit_goes_with_what_is_kept() throws SQLException {
        pipeline.add(ENTER, 1, "ann");
        pipeline.commit();

        assertThat(sent).hasSize(1);
        assertThat(guestsNow()).isEqualTo(1);
    }

    @Test
    void a_commit_with_nothing_kept_commits_what_was_sent() throws SQLException {
        pipeline.add(ENTER, 1, "ann");
        var _ = pipeline.query(NAMES, row -> row.getString(1), 1);
        pipeline.commit();

        assertThat(guestsNow()).isEqualTo(1);
    }

    @Test
    void one_that_fails_keeps_what_follows_and_the_commit_from_happening() throws SQLException {
        pipeline.add(ENTER, 1, "ann");
        pipeline.add(ENTER, 2, "ann");
        pipeline.add(ENTER, 3, "bob");

        assertThatThrownBy(pipeline::commit).isInstanceOf(SQLException.class).hasMessageContaining("duplicate key");
        connection.rollback();
        assertThat(guestsNow()).isZero();
    }

    @Test
    void one_that_fails_makes_the_query_fail_with_which_it_goes() {
        pipeline.add("insert into nowhere values (1)");

        assertThatThrownBy(() -> pipeline.query(NAMES, row -> row.getString(1), 1))
                .isInstanceOf(DataAccessException.class)
                .hasMessageContaining("nowhere");
    }

    @Test
    void one_that_fails_makes_the_statement_fail_before_which_it_goes() {
        pipeline.add("insert into nowhere values (1)");

        assertThatThrownBy(() -> pipeline.context().selectOne().fetch())
                .isInstanceOf(DataAccessException.class)
                .hasMessageContaining("nowhere");
    }

    /** As somebody else sees it. */
    private static int guestsNow() throws SQLException {
        try (Connection other = SERVER.connect();
                Statement statement = other.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from guest")) {
            row.next();
            return row.getInt(1);
        }
    }

    /** Each statement prepared is one round trip. */
    private Connection noting(Connection real) {
        return (Connection) Proxy.newProxyInstance(
                PipelineTest.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("prepareStatement")) {
                        sent.add((String) arguments[0]);
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
