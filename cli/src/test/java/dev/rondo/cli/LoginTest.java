package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.cli.testing.RunningRondo;
import dev.rondo.cli.testing.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sign-ins that are kept, from a machine that is not the server's: it knows nothing but its URL. */
@ExtendWith(RunningRondo.Extension.class)
class LoginTest {

    private static final String NOBODY = "http://127.0.0.1:1";

    private final RunningRondo rondo;

    @TempDir
    private Path folder;

    private Shell shell = new Shell(Map.of());
    private String password = "";

    LoginTest(RunningRondo rondo) {
        this.rondo = rondo;
    }

    @BeforeEach
    void elsewhere() throws IOException {
        password = Files.readString(rondo.home().resolve("admin-password")).strip();
        shell = new Shell(Map.of(
                "HOME", folder.toString(), "RONDO_HOME", folder.resolve("none").toString()));
    }

    private Path kept() {
        return folder.resolve(".config/rondo/profiles.json");
    }

    private Shell.Result login(String... more) {
        String[] words = Stream.concat(
                        Stream.of("login", rondo.url(), "-u", "admin", "--password-stdin"), Stream.of(more))
                .toArray(String[]::new);
        return shell.given(password + "\n", words);
    }

    private void assertCode(Shell.Result result, int code, String... words) {
        assertThat(result.code()).as(result.err()).isEqualTo(code);
        assertThat(result.err()).contains(words);
        assertThat(result.out()).isEmpty();
    }

    @Test
    void who_has_signed_in_is_so_for_the_commands_that_follow() {
        Shell.Result in = login();

        assertThat(in.err()).isEmpty();
        assertThat(in.out()).isEqualTo("signed in to " + rondo.url() + " as admin; commands use profile default\n");
        assertThat(shell.done("dags", "list")).contains("hello");
        assertThat(shell.done("info")).contains(rondo.url());
    }

    @Test
    void whom_commands_go_on_with_instead_is_said() {
        Shell atHome = shell.with("RONDO_HOME", rondo.home().toString());
        Shell elsewhere = shell.with("RONDO_API_URL", rondo.url());

        Shell.Result in = atHome.given(password, "login", rondo.url(), "-u", "admin", "--password-stdin");

        assertThat(in.out())
                .isEqualTo("signed in to " + rondo.url()
                        + " as admin; profile default is kept, but commands go on with the"
                        + " standalone of " + rondo.home() + ", which RONDO_HOME names; say --profile default for this"
                        + " one\n");
        assertThat(elsewhere.done("profiles", "use", "default")).contains("go on with what RONDO_API_URL says");
        assertThat(shell.with("RONDO_PROFILE", "default").done("profiles", "use", "default"))
                .isEqualTo("commands use profile default\n");
        assertThat(atHome.done("profiles", "use", "local")).isEqualTo("commands use profile local\n");
    }

    @Test
    void the_token_is_kept_for_its_owner_alone_and_the_password_is_not() throws IOException {
        login();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept())))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept().getParent())))
                .isEqualTo("rwx------");
        assertThat(Files.readString(kept())).contains(rondo.url(), "\"token\"").doesNotContain(password);
        assertThat(shell.done("profiles", "list", "-o", "json"))
                .contains("\"signed_in\":true")
                .doesNotContain("token");
    }

    @Test
    void what_others_can_read_is_not_used() throws IOException {
        login();
        Files.setPosixFilePermissions(kept(), PosixFilePermissions.fromString("rw-r--r--"));

        assertCode(shell.rondo("dags", "list"), 77, "others can read", "chmod 600 " + kept());
    }

    @Test
    void each_profile_has_its_server_and_one_is_in_use() {
        login("--profile", "prod");
        login("--profile", "test");

        assertThat(shell.done("profiles", "list", "-o", "plain").lines())
                .containsExactly(
                        "prod\t" + rondo.url() + "\tadmin\ttrue\tfalse",
                        "test\t" + rondo.url() + "\tadmin\ttrue\ttrue",
                        "local\thttp://127.0.0.1:8793\tadmin\ttrue\tfalse");
        assertThat(shell.done("profiles", "use", "prod")).isEqualTo("commands use profile prod\n");
        assertThat(shell.done("profiles", "list", "-o", "plain"))
                .contains("prod\t" + rondo.url() + "\tadmin\ttrue\ttrue");
        shell.done("profiles", "use", "local");
        assertThat(shell.done("profiles", "list", "-o", "plain"))
                .contains("local\thttp://127.0.0.1:8793\tadmin\ttrue\ttrue");
    }

    @Test
    void a_profile_is_named_by_option_or_variable() {
        login("--profile", "prod");
        shell.done("profiles", "use", "local");

        assertThat(shell.done("dags", "list", "--profile", "prod")).contains("hello");
        assertThat(shell.with("RONDO_PROFILE", "prod").done("dags", "list")).contains("hello");
        assertThat(shell.with("RONDO_API_URL", NOBODY).done("dags", "list", "--profile", "prod"))
                .contains("hello");
        assertCode(
                shell.with("RONDO_PROFILE", "prod")
                        .with("RONDO_API_URL", NOBODY)
                        .rondo("dags", "list"),
                78,
                "RONDO_PROFILE and RONDO_API_URL both say where");
    }

    @Test
    void the_environment_goes_before_the_profile_in_use_and_so_does_a_home_that_runs() {
        login();

        assertCode(shell.with("RONDO_API_URL", NOBODY).rondo("dags", "list"), 77, NOBODY);
        assertThat(shell.with("RONDO_HOME", rondo.home().toString()).done("profiles", "list", "-o", "plain"))
                .contains("local\t" + rondo.url() + "\tadmin\ttrue\ttrue");
    }

    @Test
    void an_unknown_profile_ends_with_66_and_the_nearest() {
        login("--profile", "staging");

        assertCode(shell.rondo("dags", "list", "--profile", "stagin"), 66, "no profile 'stagin'", "'staging'");
        assertCode(shell.rondo("profiles", "use", "other"), 66, "rondo login URL --profile other");
        assertCode(shell.rondo("profiles", "delete", "other"), 66, "no profile 'other'");
        assertCode(shell.rondo("logout", "--profile", "other"), 66, "no profile 'other'");
    }

    @Test
    void who_signs_out_is_told_how_to_sign_in_again() throws IOException {
        login("--profile", "prod");
        String before = Files.readString(kept());

        assertThat(shell.done("logout")).isEqualTo("profile prod is signed out of " + rondo.url() + "\n");

        assertCode(
                shell.rondo("dags", "list"),
                77,
                "profile 'prod' is not signed in at " + rondo.url() + "; rondo login --profile prod");
        Files.writeString(kept(), before);
        assertCode(
                shell.rondo("dags", "list"), 77, "is signed in no more (", "given back", "rondo login --profile prod");
    }

    @Test
    void a_profile_knows_server_and_user_for_the_next_login() {
        login("--profile", "prod");
        shell.done("logout");

        Shell.Result again = shell.given(password, "login", "--profile", "prod", "--password-stdin");

        assertThat(again.out()).contains(rondo.url() + " as admin");
        assertThat(shell.done("dags", "list")).contains("hello");
    }

    @Test
    void a_deleted_profile_is_gone_with_its_sign_in() throws IOException {
        login("--profile", "prod");
        String before = Files.readString(kept());

        assertThat(shell.done("profiles", "delete", "prod")).isEqualTo("profile prod is forgotten\n");

        assertThat(Files.readString(kept())).doesNotContain("prod", "token");
        Files.writeString(kept(), before);
        assertCode(shell.rondo("dags", "list"), 77, "is signed in no more");
    }

    @Test
    void a_token_signs_in_without_a_password_and_is_not_revoked_by_signing_out() {
        login();
        String token =
                shell.done("tokens", "create", "kept", "--dag-ids", "hello").strip();
        try {
            Shell.Result in = shell.given(token, "login", rondo.url(), "--profile", "script", "--token-stdin");

            assertThat(in.out()).isEqualTo("signed in to " + rondo.url() + "; commands use profile script\n");
            assertThat(shell.done("dags", "details", "hello")).contains("hello");
            Shell.Result out = shell.rondo("logout");
            assertThat(out.code()).isZero();
            assertThat(out.err()).contains("stays good until it is revoked");
            assertThat(shell.given(token, "login", "--profile", "script", "--token-stdin")
                            .code())
                    .isZero();
        } finally {
            shell.done("tokens", "revoke", "kept", "--profile", "default");
        }
        assertCode(shell.rondo("dags", "details", "hello"), 77, "the token 'kept' was revoked at ");
    }

    @Test
    void what_the_server_refuses_is_not_kept() {
        assertCode(
                shell.given("wrong", "login", rondo.url(), "-u", "nobody", "--password-stdin"),
                77,
                rondo.url() + " refuses it: the user name or the password is wrong");
        assertCode(
                shell.given("rondo_wrong", "login", rondo.url(), "--token-stdin"),
                77,
                "this server does not know the token");
        assertCode(shell.given("pw", "login", NOBODY, "-u", "ann", "--password-stdin"), 69, "cannot reach the server");
        assertThat(kept()).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "login nonsense -u ann --password-stdin",
                "login ftp://host -u ann --password-stdin",
                "login http://127.0.0.1:1 --profile local --password-stdin",
                "login http://127.0.0.1:1 --profile ../x --password-stdin",
                "login http://127.0.0.1:1 --token-stdin -u ann",
                "login http://127.0.0.1:1 --token --token-stdin",
                "login http://127.0.0.1:1 -u ann",
                "login http://127.0.0.1:1",
                "login http://127.0.0.1:1 --token"
            })
    void a_login_that_cannot_be_is_refused_before_anything_is_sent(String words) {
        Shell.Result result = shell.given("secret", words.split(" ", -1));

        assertThat(result.code()).isIn(2, 78);
        assertThat(result.err()).startsWith("rondo: ").doesNotContain("secret", "cannot reach");
        assertThat(kept()).doesNotExist();
    }

    @Test
    void a_login_without_a_password_is_refused() {
        assertCode(shell.given("", "login", NOBODY, "-u", "ann", "--password-stdin"), 2, "nothing was given");
    }

    @Test
    void a_file_that_is_damaged_is_said_to_be_so() throws IOException {
        login();
        Files.writeString(kept(), "{\"profiles\": [");

        assertCode(shell.rondo("dags", "list"), 78, kept() + " is damaged");
    }

    @Test
    void without_a_folder_of_the_user_nothing_is_kept() {
        Shell homeless = new Shell(Map.of("RONDO_HOME", folder.toString()));

        assertCode(
                homeless.given(password, "login", rondo.url(), "-u", "admin", "--password-stdin"),
                78,
                "set HOME or XDG_CONFIG_HOME");
    }
}
