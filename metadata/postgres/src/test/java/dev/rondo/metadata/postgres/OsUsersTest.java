package dev.rondo.metadata.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIf;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who runs it and where: root with and without user namespaces, a plain user, folders that forbid or are full. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class OsUsersTest {

    private static final List<String> AS_NOBODY =
            List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "--");

    @RegisterExtension
    final Homes homes = new Homes();

    @Test
    @EnabledIf("isRoot")
    void a_plain_user_runs_the_server_as_himself() throws Exception {
        Path home = homes.create();
        chown(home, "nobody");

        try (HomeUser user = HomeUser.run(plainUser(home), home, "hold")) {
            assertThat(user.says()).isEqualTo("UP Started[]");
            assertThat(ownerOf(home.resolve("postgres/data"))).isEqualTo("nobody");
            assertThat(user.finish()).isZero();
        }
    }

    @Test
    @EnabledIf("isRoot")
    void a_home_that_the_user_may_not_write_is_refused_with_a_remedy() throws Exception {
        Path home = homes.create();

        try (HomeUser user = HomeUser.run(plainUser(home), home, "hold")) {
            assertThat(user.says())
                    .startsWith("REFUSED HOME_NOT_WRITABLE: embedded postgresql: cannot use the home folder " + home)
                    .contains("the OS user 'nobody' must be able to write there");
        }
    }

    @Test
    @DisabledIf("isRoot") // nothing is closed to root
    void a_home_that_is_read_only_is_refused_with_a_remedy() throws Exception {
        Path home = homes.create();
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("r-xr-xr-x"));

        assertThatThrownBy(() -> Homes.start(home))
                .isInstanceOfSatisfying(
                        EmbeddedPostgresException.class,
                        e -> assertThat(e.problem()).isEqualTo(EmbeddedPostgresException.Problem.HOME_NOT_WRITABLE))
                .hasMessageContaining("must be able to write there");
    }

    @Test
    @EnabledIf("isRoot")
    void the_home_of_root_is_refused_to_a_plain_user_and_left_as_it_is() throws Exception {
        Path home = homes.create();
        Homes.start(home).close();
        Files.setPosixFilePermissions(home.resolve("postgres"), PosixFilePermissions.fromString("rwxr-xr-x"));

        try (HomeUser user = HomeUser.run(plainUser(home), home, "hold")) {
            assertThat(user.says()).startsWith("REFUSED HOME_NOT_WRITABLE").contains("start.lock");
        }
        assertThat(ownerOf(home.resolve("postgres/data"))).isEqualTo("root");
    }

    @ParameterizedTest
    @ValueSource(strings = {"setpriv", "runuser", "su"})
    @EnabledIf("isRoot")
    void root_without_user_namespaces_runs_the_server_as_another_user(String tool) throws Exception {
        Path home = homes.create();

        try (HomeUser user = HomeUser.run(withTools(home, tool), home, "hold")) {
            assertThat(user.says()).isEqualTo("UP Started[]");
            assertThat(ownerOf(home.resolve("postgres/data"))).isIn("postgres", "nobody");
            assertThat(ownerOf(home.resolve("postgres/password"))).isEqualTo("root");
            assertThat(user.finish()).isZero();
        }
    }

    @Test
    @EnabledIf("isRoot")
    void data_of_another_user_is_taken_back_once_user_namespaces_are_allowed() throws Exception {
        Path home = homes.create();
        try (HomeUser user = HomeUser.run(withTools(home, "setpriv"), home, "hold")) {
            assertThat(user.says()).isEqualTo("UP Started[]");
            assertThat(user.finish()).isZero();
        }

        try (EmbeddedPostgres server = EmbeddedPostgres.start(home, Homes.durable(), Homes.PAUSE)) {
            assertThat(Homes.query(server.settings(), "select 1")).isEqualTo("1");
            assertThat(ownerOf(home.resolve("postgres/data"))).isEqualTo("root");
        }
    }

    @Test
    @EnabledIf("isRoot")
    void root_with_a_closed_home_and_no_user_namespaces_is_told_what_was_tried_and_what_to_do() throws Exception {
        Path home = homes.create();
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));

        try (HomeUser user = HomeUser.run(withTools(home, "setpriv"), home, "hold")) {
            assertThat(user.says())
                    .startsWith("REFUSED ROOT_NOT_ALLOWED")
                    .contains("unshare as nobody: not permitted")
                    .contains("setpriv as nobody")
                    .contains("can't cd to " + home.resolve("postgres"))
                    .contains("Run rondo as a plain user; or set RONDO_HOME");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"8m", "90m"}) // too small for the programs; too small for the data
    @EnabledIf("isRoot")
    void a_full_disk_is_called_that(String size) throws Exception {
        Path home = homes.create();
        // In a mount namespace of its own: the small disk is seen by this process alone and goes with it.
        HomeUser.Way onSmallDisk = new HomeUser.Way(
                List.of(
                        "unshare",
                        "-m",
                        "sh",
                        "-c",
                        "mount -t tmpfs -o size=" + size + " none " + home + " && exec \"$@\"",
                        "sh"),
                HomeUser.Way.PLAIN.classPath(),
                "-",
                Map.of());

        try (HomeUser user = HomeUser.run(onSmallDisk, home, "hold")) {
            assertThat(user.says())
                    .startsWith("REFUSED DISK_FULL")
                    .contains("No space left on device")
                    .contains("free some space");
        }
    }

    static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    /** The class path as nobody can read it: that of a build may lie in a folder that only root may enter. */
    private HomeUser.Way plainUser(Path home) throws IOException {
        Path copy = Files.createDirectory(home.resolveSibling("classpath"));
        List<String> entries = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path target = copy.resolve(Integer.toString(entries.size()));
            copyTree(Path.of(entry), target);
            entries.add(target.toString());
        }
        return new HomeUser.Way(AS_NOBODY, String.join(File.pathSeparator, entries), "-", Map.of());
    }

    private static void copyTree(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.exists(from) ? Files.walk(from) : Stream.empty()) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, to.resolve(from.relativize(file).toString()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /** A system that has this tool to change users, and an unshare that is forbidden. */
    private static HomeUser.Way withTools(Path home, String tool) throws IOException {
        Path tools = Files.createDirectory(home.resolveSibling("tools"));
        for (String name : List.of("sh", "id", tool)) {
            Files.createSymbolicLink(tools.resolve(name), onPath(name));
        }
        Path unshare = tools.resolve("unshare");
        Files.writeString(unshare, "#!/bin/sh\necho not permitted\nexit 1\n");
        Files.setPosixFilePermissions(unshare, PosixFilePermissions.fromString("rwxr-xr-x"));
        Map<String, String> environment = Map.of("PATH", tools.toString(), "SHELL", "/bin/sh");
        return new HomeUser.Way(List.of(), HomeUser.Way.PLAIN.classPath(), readableInstallations(home), environment);
    }

    /** The programs where every user can read them: the build's may lie in a folder that only root may enter. */
    private static String readableInstallations(Path home) throws IOException {
        Path built = Binaries.ofThisMachine()
                .unpackInto(Path.of(HomeUser.Way.PLAIN.installations()), Homes.PAUSE)
                .folder();
        Path copy = Files.createDirectory(home.resolveSibling("installations"));
        OsCommand.run(List.of("cp", "-a", built.toString(), copy.toString()), copy, Duration.ofMinutes(1));
        return copy.toString();
    }

    private static Path onPath(String name) {
        return Stream.of("/usr/bin", "/bin", "/usr/sbin", "/sbin")
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow();
    }

    private static void chown(Path path, String user) throws IOException {
        Files.setOwner(
                path, path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(user));
    }

    private static String ownerOf(Path path) throws IOException {
        return Files.getOwner(path).getName();
    }
}
