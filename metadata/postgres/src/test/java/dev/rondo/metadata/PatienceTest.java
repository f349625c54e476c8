package dev.rondo.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.core.time.Pause;
import dev.rondo.metadata.CuttingProxy.Cut;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PatienceTest {

    @RegisterExtension
    static final ServerForClass SERVER = new ServerForClass();

    private static final JdbcSettings NOBODY =
            new JdbcSettings("jdbc:postgresql://127.0.0.1:1/rondo", "rondo", "secret-password");

    // For the server's own word to arrive, on a busy machine too.
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(2);

    private final List<String> told = new ArrayList<>();
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger pauses = new AtomicInteger();

    // Time goes on by waiting alone.
    private final Pause pause = time -> {
        nanos.addAndGet(time.toNanos());
        pauses.incrementAndGet();
    };

    private final Patience patience = new Patience(Duration.ofSeconds(60), nanos::get, pause, told::add);

    private static Database open(JdbcSettings settings) {
        return open(settings, Duration.ofMillis(250));
    }

    private static Database open(JdbcSettings settings, Duration timeout) {
        DatabaseConfig config = DatabaseConfig.of("rondo-test", 1).withConnectTimeout(timeout);
        return Database.open(settings, config, ServerForClass.PAUSE);
    }

    @Test
    void a_database_that_comes_up_while_it_is_waited_for_is_opened() {
        try (Database database =
                patience.until(() -> pauses.get() < 3 ? open(NOBODY) : open(SERVER.settings(), LONG_ENOUGH))) {
            assertThat(database.settings()).isEqualTo(SERVER.settings());
        }
        assertThat(told).singleElement().asString().contains("127.0.0.1:1").doesNotContain("secret-password");
        assertThat(nanos).hasValue(Duration.ofMillis(1_500).toNanos());
    }

    @Test
    void one_whose_first_connection_breaks_while_the_pool_sets_it_up_is_waited_for() throws IOException {
        try (CuttingProxy proxy = new CuttingProxy(SERVER.settings())) {
            proxy.cutNext(Cut.BEFORE_ISOLATION);

            try (Database database = patience.until(() -> open(proxy.settings(SERVER.settings()), LONG_ENOUGH))) {
                Integer answer =
                        database.transactions().call(db -> db.selectOne().fetchSingle(0, Integer.class));

                assertThat(answer).isEqualTo(1);
            }
            assertThat(proxy.hasCut()).isTrue();
        }
    }

    @Test
    void one_that_goes_away_during_a_commit_is_asked_for_all_of_it_again() throws IOException {
        AtomicInteger times = new AtomicInteger();
        try (CuttingProxy proxy = new CuttingProxy(SERVER.settings());
                Database database = open(proxy.settings(SERVER.settings()), LONG_ENOUGH)) {
            proxy.cutNext(Cut.AFTER_COMMIT);

            Integer answer = patience.until(() -> database.transactions().call(db -> {
                times.incrementAndGet();
                return db.selectOne().fetchSingle().value1();
            }));

            assertThat(answer).isEqualTo(1);
            assertThat(times).hasValue(2);
            assertThat(proxy.hasCut()).isTrue();
        }
        assertThat(told).singleElement().asString().contains("committing");
    }

    @Test
    void one_that_never_answers_is_given_up_when_the_time_is_over() {
        Patience hasty = new Patience(Duration.ofSeconds(2), nanos::get, pause, told::add);

        assertThatThrownBy(() -> hasty.until(() -> open(NOBODY))).isInstanceOf(DatabaseUnavailableException.class);
        assertThat(pauses).hasValue(4);
        assertThat(told).hasSize(1);
    }

    @Test
    void a_wrong_password_and_a_database_that_is_not_there_are_told_at_once() {
        JdbcSettings right = SERVER.settings();
        JdbcSettings password = new JdbcSettings(right.url(), right.user(), "wrong");
        JdbcSettings name = new JdbcSettings(
                right.url().substring(0, right.url().lastIndexOf('/')) + "/nowhere", right.user(), right.password());

        assertThatThrownBy(() -> patience.until(() -> open(password, LONG_ENOUGH)))
                .isInstanceOf(DatabaseUnavailableException.class)
                .hasMessageContaining("password");
        assertThatThrownBy(() -> patience.until(() -> open(name, LONG_ENOUGH)))
                .isInstanceOf(DatabaseUnavailableException.class)
                .hasMessageContaining("nowhere");
        assertThat(pauses).hasValue(0);
        assertThat(told).isEmpty();
    }
}
