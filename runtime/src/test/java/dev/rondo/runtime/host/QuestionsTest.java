package dev.rondo.runtime.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.runtime.log.SecretMasker;
import dev.rondo.runtime.log.TaskLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuestionsTest {

    @TempDir
    Path folder;

    private String logAfterAsking(String name, int passwords) throws Exception {
        String value = IntStream.range(0, passwords)
                .mapToObj(i -> "\"pass " + i + " word\"")
                .collect(Collectors.joining(",", "[", "]"));
        Path file = folder.resolve("1.log");
        try (TaskLog log = new TaskLog(file, Long.MAX_VALUE, new SecretMasker(), InstantSource.system())) {
            Questions questions = new Questions((kind, arguments) -> value, log);
            assertThat(questions.variable(name)).hasValue(value);
            assertThat(questions.variable(name)).hasValue(value);
            log.write("info", "test", "it is pass 3 word, not pass " + (passwords - 1) + " word");
        }
        return Files.readString(file);
    }

    @Test
    void secrets_that_are_too_many_to_be_masked_are_spoken_of_once_in_the_log() throws Exception {
        String log = logAfterAsking("shop_secrets", 1_200);

        assertThat(log)
                .containsOnlyOnce("the value of 'shop_secrets' goes by the name of a secret and has 1000 parts or more")
                .contains("it is ***, not pass 1199 word");
    }

    @Test
    void those_that_are_all_masked_need_no_word() throws Exception {
        assertThat(logAfterAsking("shop_secrets", 20))
                .contains("it is ***, not ***")
                .hasLineCount(1);
    }
}
