package dev.rondo.worker.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LastWordsTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private static @Nullable String of(String printed) {
        return LastWords.of("test", new ByteArrayInputStream(printed.getBytes(StandardCharsets.UTF_8)))
                .await(LONG);
    }

    @Test
    void of_any_amount_only_the_end_is_kept_in_whole_lines() {
        String words = of("password=sesame123\n".repeat(400_000) + "last words\n");

        assertThat(words)
                .endsWith("\nlast words")
                .startsWith("password=sesame123\n")
                .hasSizeLessThanOrEqualTo(LastWords.MAX_BYTES);
    }

    @Test
    void a_line_whose_beginning_is_gone_is_left_out_and_that_is_said() {
        String rest = "p".repeat(LastWords.MAX_BYTES);

        assertThat(of("password=sesame123" + rest)).isEqualTo("(the end of a long line is left out)");
        assertThat(of("password=sesame123" + rest + "\n")).isEqualTo("(the end of a long line is left out)");
        assertThat(of("password=sesame123" + rest + "\nlast words")).isEqualTo("last words");
    }

    @Test
    void what_is_short_is_kept_whole_and_nothing_is_null() {
        assertThat(of("only this")).isEqualTo("only this");
        assertThat(of(" \n")).isNull();
        assertThat(of("")).isNull();
    }

    @Test
    void who_goes_on_printing_is_not_waited_for() throws IOException {
        PipedOutputStream printer = new PipedOutputStream();
        LastWords words = LastWords.of("child", new PipedInputStream(printer));

        assertThat(words.await(Duration.ofMillis(1))).isNull();
        printer.write("later".getBytes(StandardCharsets.UTF_8));
        printer.close();
        assertThat(words.await(LONG)).isEqualTo("later");
    }
}
