package dev.rondo.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class NoticeListenerTest {

    private static final long PATIENCE_SECONDS = 60;

    @RegisterExtension
    static final ServerForClass SERVER = new ServerForClass();

    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

    private final NoticeListener.Heard heard = new NoticeListener.Heard() {
        @Override
        public void heard(String channel) {
            events.add(channel);
        }

        @Override
        public void listening() {
            events.add("listening");
        }
    };

    private static void execute(String sql) throws SQLException {
        try (Connection connection = SERVER.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String next() throws InterruptedException {
        return String.valueOf(events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS));
    }

    @Test
    void what_is_notified_is_heard_and_again_after_the_connection_was_lost() throws Exception {
        try (NoticeListener listener = new NoticeListener(
                SERVER.settings(), "notices-test", List.of("one", "two"), heard, duration -> Thread.onSpinWait())) {
            listener.start();
            assertThat(next()).isEqualTo("listening");
            execute("notify two, 'x'; notify three; notify one");
            assertThat(List.of(next(), next())).containsExactlyInAnyOrder("one", "two");

            execute("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'notices-test'");
            assertThat(next()).isEqualTo("listening");
            execute("notify one");

            assertThat(next()).isEqualTo("one");
        }
    }

    @Test
    void a_closed_listener_leaves_no_connection_behind() throws Exception {
        NoticeListener listener = new NoticeListener(
                SERVER.settings(), "closing-test", List.of("one"), heard, duration -> Thread.onSpinWait());
        listener.start();
        assertThat(next()).isEqualTo("listening");

        listener.close();

        execute("do $$ begin for i in 1..3000 loop perform pg_sleep(0.01); perform pg_stat_clear_snapshot(); exit when"
                + " not exists (select from pg_stat_activity where application_name = 'closing-test'); end loop;"
                + " assert not exists (select from pg_stat_activity where application_name = 'closing-test'); end $$");
    }
}
