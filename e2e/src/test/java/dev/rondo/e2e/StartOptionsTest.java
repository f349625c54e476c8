package dev.rondo.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.e2e.harness.Api;
import dev.rondo.e2e.harness.Dags;
import dev.rondo.e2e.harness.Distribution;
import dev.rondo.e2e.harness.RondoProcess;
import dev.rondo.e2e.harness.Run;
import dev.rondo.e2e.harness.TestHome;
import dev.rondo.metadata.JdbcSettings;
import dev.rondo.metadata.postgres.EmbeddedPostgres;
import dev.rondo.metadata.postgres.EmbeddedPostgresConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A standalone with every option that its help has. */
class StartOptionsTest {

    private static final Pattern PAGE = Pattern.compile("page {6}(http://\\S+)");

    @Test
    void it_listens_watches_and_stores_where_it_is_told_and_says_so_in_one_block() throws IOException {
        try (TestHome databaseHome = TestHome.fresh();
                EmbeddedPostgres database = EmbeddedPostgres.start(
                        databaseHome.folder(),
                        EmbeddedPostgresConfig.durable(),
                        time -> LockSupport.parkNanos(time.toNanos()));
                TestHome home = TestHome.fresh()) {
            Path one = Files.createDirectory(home.folder().resolve("one"));
            Path others = Files.createDirectory(home.folder().resolve("two"));
            Path storage = home.folder().resolve("storage");
            Files.writeString(one.resolve("One.java"), source("One"));
            Files.writeString(others.resolve("Two.java"), source("Two"));
            JdbcSettings settings = database.settings();

            try (RondoProcess standalone = RondoProcess.start(
                    "standalone",
                    Distribution.built(),
                    home,
                    Map.of("RONDO_DATABASE_USER", settings.user(), "RONDO_DATABASE_PASSWORD", settings.password()),
                    List.of(
                            "standalone",
                            "--no-examples",
                            "--host=127.0.0.2",
                            "--port=0",
                            "--dags=" + one,
                            "--dags=" + others,
                            "--slots=1",
                            "--storage=" + storage,
                            "--database-url=" + settings.url()))) {
                standalone.awaitOutput("stop      Ctrl-C");

                assertThat(standalone.output())
                        .containsPattern("Rondo \\S+ is ready\n    page ")
                        .contains("user      admin (made just now)")
                        .contains("password  in " + home.folder().resolve("admin-password"))
                        .contains("log       " + home.folder().resolve("server.log"));
                assertThat(Files.getPosixFilePermissions(home.folder().resolve("admin-password")))
                        .hasToString("[OWNER_READ, OWNER_WRITE]");
                assertThat(home.folder().resolve("postgres")).doesNotExist();
                Dags dags = new Dags(api(standalone, home));
                assertThat(dags.run("one").awaitEnd()).isEqualTo("success");
                Run two = dags.run("two");
                assertThat(two.awaitEnd()).isEqualTo("success");
                two.awaitLog("t", 1, "said by the task");
                assertThat(dags.isThere("tutorial")).isFalse();
                assertThat(storage.resolve("store")).isNotEmptyDirectory();
                assertThat(storage.resolve("logs")).isNotEmptyDirectory();
                assertThat(home.folder().resolve("store")).doesNotExist();
                assertThat(home.folder().resolve("logs")).doesNotExist();
            }
        }
    }

    private static Api api(RondoProcess standalone, TestHome home) {
        Matcher page = PAGE.matcher(standalone.output());
        assertThat(page.find()).isTrue();
        assertThat(page.group(1)).startsWith("http://127.0.0.2:");
        return new Api(URI.create(page.group(1)), home.read("admin-password").strip());
    }

    private static String source(String name) {
        return """
                import dev.rondo.sdk.Dag;
                import dev.rondo.sdk.DagDefinition;
                public final class %s implements DagDefinition {
                    public Dag define() {
                        Dag dag = Dag.create("%s");
                        dag.task("t").run(() -> System.out.println("said by the task"));
                        return dag;
                    }
                }
                """.formatted(name, name.toLowerCase(java.util.Locale.ROOT));
    }
}
