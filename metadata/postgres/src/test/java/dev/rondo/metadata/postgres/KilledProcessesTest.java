package dev.rondo.metadata.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The server, and the JVMs that use it, die at bad moments: real processes, real kills. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class KilledProcessesTest {

    /** Enough that the kill meets a commit on its way. */
    private static final int SAID = 200;

    @RegisterExtension
    final Homes homes = new Homes();

    @Test
    void the_server_of_a_killed_jvm_is_attached_to_and_stopped_by_the_next() throws Exception {
        Path home = homes.createWithData();
        long pid;
        try (HomeUser killed = HomeUser.run(home, "hold")) {
            assertThat(killed.says()).isEqualTo("UP Started[]");
            pid = Homes.running(home).orElseThrow().process().pid();
        }

        EmbeddedPostgres next = EmbeddedPostgres.start(home, Homes.durable(), Homes.PAUSE);

        assertThat(next.origin()).isEqualTo(new EmbeddedPostgres.Attached(List.of()));
        assertThat(next.pid()).isEqualTo(pid);
        next.close();
        assertThat(Homes.running(home)).isEmpty();
        assertThatThrownBy(() -> Homes.query(next.settings(), "select 1")).hasMessageContaining("refused");
    }

    @Test
    void every_row_that_was_acknowledged_is_there_after_jvm_and_server_were_killed() throws Exception {
        Path home = homes.createWithData();
        long last = 0;
        try (HomeUser writer = HomeUser.run(home, "write")) {
            assertThat(writer.says()).isEqualTo("UP Started[]");
            while (last < SAID) {
                last = Long.parseLong(writer.says());
            }
            Homes.kill(Homes.running(home).orElseThrow().process());
        }

        try (EmbeddedPostgres next = EmbeddedPostgres.start(home, Homes.durable(), Homes.PAUSE)) {
            assertThat(next.origin()).isEqualTo(new EmbeddedPostgres.Started());
            String present = "select count(*) from said where number <= " + last;
            assertThat(Homes.query(next.settings(), present)).isEqualTo(Long.toString(last));
        }
    }

    @Test
    void a_jvm_killed_while_it_initialises_leaves_nothing_that_is_used() throws Exception {
        Path home = homes.create();
        try (HomeUser killed = HomeUser.run(home, "hold")) {
            awaitHalfADataDirectory(home.resolve("postgres"));
            assertThat(killed.process().isAlive()).isTrue();
        }
        assertThat(home.resolve("postgres/data")).doesNotExist();

        try (EmbeddedPostgres next = EmbeddedPostgres.start(home, Homes.durable(), Homes.PAUSE)) {
            assertThat(Homes.query(next.settings(), "select 1")).isEqualTo("1");
        }
    }

    @Test
    void of_two_that_start_at_once_in_a_new_home_one_starts_the_server_and_both_use_it() throws Exception {
        Path home = homes.create();
        try (HomeUser first = HomeUser.run(home, "hold");
                HomeUser second = HomeUser.run(home, "hold")) {
            String saidFirst = first.says();
            String saidSecond = second.says();

            String attachedToFirst =
                    "UP Attached[sharedWith=[" + first.process().pid() + "]]";
            String attachedToSecond =
                    "UP Attached[sharedWith=[" + second.process().pid() + "]]";
            assertThat(Stream.of(saidFirst, saidSecond)).contains("UP Started[]");
            assertThat(Stream.of(saidFirst, saidSecond)).containsAnyOf(attachedToFirst, attachedToSecond);
            assertThat(first.finish()).isZero();
            assertThat(Homes.running(home)).as("the other still uses it").isPresent();
            assertThat(second.finish()).isZero();
            assertThat(Homes.running(home)).isEmpty();
        }
    }

    @Test
    void ctrl_c_at_the_terminal_reaches_the_jvm_and_not_the_server() throws Exception {
        Path home = homes.createWithData();
        // As a shell does at a terminal: the JVM leads a process group, Ctrl-C goes to all of the group, and is not
        // ignored from the outset, as it is in what runs in the background.
        HomeUser.Way inGroup = new HomeUser.Way(
                List.of("setsid", "env", "--default-signal=INT"),
                HomeUser.Way.PLAIN.classPath(),
                HomeUser.Way.PLAIN.installations(),
                Map.of());
        try (HomeUser user = HomeUser.run(inGroup, home, "hold")) {
            assertThat(user.says()).isEqualTo("UP Started[]");

            run("kill", "-INT", "--", "-" + user.process().pid());

            assertThat(user.says()).as("the JVM ended").isEmpty();
            assertThat(Homes.running(home)).as("the server goes on").isPresent();
        }
    }

    @Test
    void a_server_that_ignores_the_fast_shutdown_is_stopped_all_the_same() throws Exception {
        Path home = homes.createWithData();
        EmbeddedPostgresConfig impatient = Homes.durable().withStopTimeout(Duration.ofMillis(50));
        EmbeddedPostgres server = EmbeddedPostgres.start(home, impatient, Homes.PAUSE);
        Homes.execute(server.settings(), "create table kept as select 42 as answer");
        run("kill", "-STOP", Long.toString(server.pid()));

        server.close();

        assertThat(Homes.running(home)).isEmpty();
        try (EmbeddedPostgres again = EmbeddedPostgres.start(home, Homes.durable(), Homes.PAUSE)) {
            assertThat(Homes.query(again.settings(), "select answer from kept")).isEqualTo("42");
        }
    }

    private static void awaitHalfADataDirectory(Path folder) throws Exception {
        boolean isThere = false;
        while (!isThere) {
            Homes.PAUSE.pause(Duration.ofMillis(1));
            try (var drafts = Files.newDirectoryStream(Files.createDirectories(folder), "data.initialising*")) {
                for (Path draft : drafts) {
                    isThere |= Files.exists(draft.resolve("data/PG_VERSION"));
                }
            }
        }
    }

    private static void run(String... command) throws IOException {
        OsCommand.Result result = OsCommand.run(List.of(command), Path.of("/"), Duration.ofSeconds(10));
        assertThat(result.ok()).as(result.output()).isTrue();
    }
}
