package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.cli.testing.RunningRondo;
import dev.rondo.cli.testing.Shell;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The audit record from the command line, on a real standalone. */
@ExtendWith(RunningRondo.Extension.class)
class AuditCommandTest {

    private final Shell shell;

    AuditCommandTest(RunningRondo rondo) {
        this.shell = rondo.shell();
    }

    @Test
    void a_change_is_listed_with_who_from_where_before_and_after_and_shown_whole() {
        shell.done("pools", "set", "audited", "2", "for this test");
        shell.done("pools", "set", "audited", "3", "for this test");
        shell.done("pools", "delete", "audited");

        String[] listed = shell.done(
                        "audit", "list", "--event", "SetPool", "--user", "admin", "--limit", "1", "-o", "plain")
                .strip()
                .split("\t", -1);
        String shown = shell.done("audit", "show", listed[0], "-o", "json");

        assertThat(listed[2]).isEqualTo("admin");
        assertThat(listed[3]).startsWith("cli 127.0.0.1");
        assertThat(listed[4]).isEqualTo("SetPool");
        assertThat(listed[7]).isEqualTo("{\"slots\":2}");
        assertThat(listed[8]).isEqualTo("{\"slots\":3}");
        assertThat(shown).contains("\"event\":\"SetPool\"", "\"before\":{\"slots\":2}", "\"source\":\"cli\"");
    }

    @Test
    void what_nobody_did_is_an_empty_list() {
        assertThat(shell.done("audit", "list", "--user", "nobody")).contains("nothing was changed");
    }
}
