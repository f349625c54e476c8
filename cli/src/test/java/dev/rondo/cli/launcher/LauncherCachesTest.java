package dev.rondo.cli.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The AOT caches that {@code rondo} has made, and starts from. */
class LauncherCachesTest extends LauncherFixture {

    private Path distribution = Path.of("");
    private Path launcher = Path.of("");

    @BeforeEach
    void java() throws IOException {
        environment.put("JAVA_HOME", jdk.toString());
        environment.remove("RONDO_AOT");
        distribution = archive("my dist").toRealPath();
        launcher = distribution.resolve("bin/rondo");
    }

    private Path cache(String kind) throws IOException {
        Path cache = Files.createDirectories(distribution.resolve("cache/Test-25.0.3"))
                .resolve(kind + ".aot");
        return Files.writeString(cache, "cache");
    }

    private List<String> made() throws IOException, InterruptedException {
        Path made = folder.resolve("user.made");
        for (int i = 0; i < 600 && !Files.exists(made); i++) {
            LockSupport.parkNanos(50_000_000);
        }
        return Files.readAllLines(made);
    }

    @Test
    void without_one_the_command_starts_at_once_and_the_caches_are_made_in_the_background() throws Exception {
        Result result = run(launcher, "version");

        assertThat(result.code()).isZero();
        assertThat(result.arguments()).noneMatch(a -> a.startsWith("-XX:AOTCache"));
        assertThat(made())
                .contains("make-aot", "--cli-options", "--server-options")
                .endsWith(distribution + "/cache/Test-25.0.3");
    }

    @Test
    void one_that_is_there_is_used_for_its_kind_of_command() throws Exception {
        Path commands = cache("cli");
        Path servers = cache("server");

        assertThat(run(launcher, "version").arguments()).contains("-XX:AOTCache=" + commands);
        assertThat(run(launcher, "scheduler").arguments()).contains("-XX:AOTCache=" + servers);
        assertThat(folder.resolve("user.made")).doesNotExist();
    }

    @Test
    void one_that_a_jar_came_after_is_made_anew_though_each_build_gives_its_jars_the_same_old_date() throws Exception {
        Path ignored = cache("cli");
        Path jar = Files.writeString(distribution.resolve("lib/rondo-cli.jar"), "another build");
        Files.setLastModifiedTime(jar, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));

        assertThat(run(launcher, "version").arguments()).noneMatch(a -> a.startsWith("-XX:AOTCache"));
        assertThat(made()).contains("make-aot");
    }

    @Test
    void an_empty_one_says_that_none_can_be_made_here() throws Exception {
        Files.writeString(cache("cli"), "");

        assertThat(run(launcher, "version").arguments()).noneMatch(a -> a.startsWith("-XX:AOTCache"));
        assertThat(folder.resolve("user.made")).doesNotExist();
    }

    @Test
    void off_means_neither_made_nor_used() throws Exception {
        Path ignored = cache("cli");
        environment.put("RONDO_AOT", "off");

        assertThat(run(launcher, "version").arguments()).noneMatch(a -> a.startsWith("-XX:AOTCache"));
        assertThat(run(launcher, "standalone").code()).isZero();
        assertThat(folder.resolve("user.made")).doesNotExist();
    }

    @Test
    void where_the_installation_cannot_be_written_the_users_cache_folder_serves() throws Exception {
        Files.writeString(distribution.resolve("cache"), "in the way, as read-only would be");
        environment.put("XDG_CACHE_HOME", folder.resolve("xdg").toString());

        Result result = run(launcher, "version");

        assertThat(result.err()).isEmpty();
        assertThat(made().getLast())
                .startsWith(folder.resolve("xdg/rondo") + "/")
                .endsWith("/Test-25.0.3");
    }
}
