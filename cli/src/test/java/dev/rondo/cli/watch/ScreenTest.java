package dev.rondo.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A picture on a terminal that is too small for it. */
class ScreenTest {

    private final StringWriter written = new StringWriter();

    private Optional<TerminalSize> size = Optional.of(new TerminalSize(5, 10));
    private final Screen screen = new Screen(new PrintWriter(written), new Style(true, true), () -> size);

    private String shown(Runnable what) {
        written.getBuffer().setLength(0);
        what.run();
        return written.toString();
    }

    private static List<String> lines(String head, int count) {
        return IntStream.range(0, count).mapToObj(n -> head + n).toList();
    }

    @Test
    void what_does_not_fit_is_counted_and_the_cursor_goes_up_over_what_was_shown_only() {
        assertThat(shown(() -> screen.show(lines("a", 9)))).isEqualTo("a0\na1\na2\n… 6 more\n");
        assertThat(shown(() -> screen.show(lines("b", 9)))).isEqualTo("\033[4A\033[Jb0\nb1\nb2\n… 6 more\n");
        assertThat(shown(() -> screen.show(lines("c", 4)))).isEqualTo("\033[4A\033[Jc0\nc1\nc2\nc3\n");
    }

    @Test
    void the_last_picture_is_whole() {
        screen.show(lines("a", 6));

        assertThat(shown(() -> screen.last(lines("a", 6)))).isEqualTo("\033[4A\033[Ja0\na1\na2\na3\na4\na5\n");
    }

    @Test
    void a_line_that_is_wrapped_counts_for_the_rows_it_takes_and_colours_for_nothing() {
        String wrapped = "123456789012";
        String coloured = "\033[32m1234567890\033[0m";

        assertThat(shown(() -> screen.show(List.of(coloured, wrapped, "x"))))
                .isEqualTo(coloured + "\n" + wrapped + "\nx\n");
        assertThat(shown(() -> screen.show(List.of(wrapped, wrapped, "x"))))
                .isEqualTo("\033[4A\033[J" + wrapped + "\n… 2 more\n");
        assertThat(shown(() -> screen.show(List.of("y")))).isEqualTo("\033[3A\033[Jy\n");
    }

    @Test
    void a_terminal_of_which_nobody_knows_the_size_is_shown_everything() {
        size = Optional.empty();

        assertThat(shown(() -> screen.show(lines("a", 9)))).contains("a8").doesNotContain("more");
    }

    @Test
    void the_size_is_what_stty_says() {
        assertThat(TerminalSize.parse("24 80\n")).contains(new TerminalSize(24, 80));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0 0\n", "24", "stty: no", "1 80\n", "999999999999 80\n"})
    void anything_else_is_no_size(String said) {
        assertThat(TerminalSize.parse(said)).isEmpty();
    }
}
