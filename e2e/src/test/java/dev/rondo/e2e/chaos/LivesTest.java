package dev.rondo.e2e.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.e2e.chaos.Lives.Jvm;
import dev.rondo.e2e.chaos.Lives.Life;
import dev.rondo.e2e.chaos.Lives.Which;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What bodies leave is read as they write it. */
class LivesTest {

    private static final String FILE = "groups_006~asked_1~outer@inner@b~3~2.77-1700000000000-55.12";
    private static final Which KEY = new Which("groups_006", "asked_1", "outer.inner.b", 3);

    @TempDir
    Path folder;

    @Test
    void a_body_that_ended() {
        assertThat(Lives.life(FILE, List.of("1000000", "2000000", "3000000 ok")))
                .contains(new Life(KEY, 2, new Jvm(77, 1_700_000_000_000L, 55), 1_000_000, 3_000_000, "ok", ""));
    }

    @Test
    void a_body_that_says_what_it_was_given() {
        assertThat(Lives.life(FILE, List.of("1000000", "3000000 ok 1+2a")))
                .contains(new Life(KEY, 2, new Jvm(77, 1_700_000_000_000L, 55), 1_000_000, 3_000_000, "ok", "1+2a"));
    }

    @Test
    void a_body_that_was_killed_while_it_wrote() {
        assertThat(Lives.life(FILE, List.of("1000000", "2000000", "30")))
                .contains(new Life(KEY, 2, new Jvm(77, 1_700_000_000_000L, 55), 1_000_000, 2_000_000, "", ""));
    }

    @Test
    void a_body_that_was_killed_before_it_wrote() {
        assertThat(Lives.life(FILE, List.of())).isEmpty();
        assertThat(Lives.life(FILE, List.of("10"))).isEmpty();
    }

    @Test
    void all_in_the_order_of_their_begin_and_the_keys_of_callbacks() throws IOException {
        Files.writeString(folder.resolve(FILE), "5000000\n6000000 ok\n");
        Files.writeString(folder.resolve(FILE.replace(".12", ".13")), "1000000\n2000000 fail\n");
        Files.writeString(folder.resolve("callback~late_022~asked_2~tight"), "k1\nk1\n");

        Lives lives = Lives.read(folder);

        assertThat(lives.of()).containsOnlyKeys(KEY);
        assertThat(lives.of().get(KEY)).extracting(Life::end).containsExactly("fail", "ok");
        assertThat(lives.callbacks()).isEqualTo(Map.of("late_022 asked_2 tight", Set.of("k1")));
    }
}
