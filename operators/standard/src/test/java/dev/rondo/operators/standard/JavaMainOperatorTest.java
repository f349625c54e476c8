package dev.rondo.operators.standard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.rondo.sdk.fake.FakeContext;
import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JavaMainOperatorTest {

    private final FakeContext context = new FakeContext()
            .classPath(Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                    .map(Path::of)
                    .toList());

    /** What the tests run. */
    public static final class Program {

        private Program() {}

        /** Prints what it was given, or ends as it is told. */
        public static void main(String[] args) {
            if (args[0].equals("exit")) {
                System.exit(Integer.parseInt(args[1]));
            }
            System.out.println("heap " + Runtime.getRuntime().maxMemory());
            System.out.println(List.of(args) + " " + System.getProperty("x") + " " + System.getenv("E"));
        }
    }

    @Test
    void it_runs_a_class_of_the_jar_with_arguments_options_and_a_heap_of_its_own() throws Exception {
        String result = JavaMainOperator.of(Program.class, "a", "b c")
                .heap("64m")
                .jvmOptions("-Dx=y", "-XX:+UseSerialGC")
                .env(Map.of("E", "e"))
                .execute(context);

        assertThat(result).isEqualTo("[a, b c] y e");
        assertThat(context.logged())
                .filteredOn(line -> line.startsWith("INFO heap "))
                .singleElement()
                .satisfies(line -> assertThat(Long.parseLong(line.substring("INFO heap ".length())))
                        .isBetween(48L << 20, 64L << 20));
    }

    @Test
    void its_exit_code_is_its_outcome() {
        assertThatExceptionOfType(ProcessFailedException.class)
                .isThrownBy(
                        () -> JavaMainOperator.of(Program.class, "exit", "7").execute(context))
                .withMessage(Program.class.getName() + " ended with exit code 7");
    }

    @Test
    void without_a_jar_there_is_nothing_to_run() {
        assertThatIllegalStateException()
                .isThrownBy(() -> JavaMainOperator.of("X").execute(new FakeContext()))
                .withMessageContaining("no jar to run X from");
    }
}
