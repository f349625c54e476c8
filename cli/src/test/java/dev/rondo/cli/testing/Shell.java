package dev.rondo.cli.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.cli.Rondo;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs commands in this JVM, as a shell would, with an environment of its own. */
public record Shell(Map<String, String> environment, InstantSource clock) {

    /** A shell with the clock of this machine. */
    public Shell(Map<String, String> environment) {
        this(environment, InstantSource.system());
    }

    /** What a command left behind. */
    public record Result(int code, String out, String err) {}

    /** Runs {@code rondo WORDS…}, with nothing on standard input. */
    public Result rondo(String... words) {
        return given("", words);
    }

    /** Runs {@code rondo WORDS…} with that on standard input. */
    public Result given(String input, String... words) {
        return given(new StringWriter(), input, words);
    }

    /** Runs {@code rondo WORDS…} and lets be read what it prints while it does. */
    public Result rondo(StringWriter out, String... words) {
        return given(out, "", words);
    }

    private Result given(StringWriter out, String input, String... words) {
        StringWriter err = new StringWriter();
        int code = Rondo.commandLine(
                        new PrintWriter(out, true),
                        new PrintWriter(err, true),
                        environment,
                        clock,
                        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                        List.of(words))
                .execute(words);
        return new Result(code, out.toString(), err.toString());
    }

    /** Runs a command that must do what it is asked, and gives what it printed. */
    public String done(String... words) {
        Result result = rondo(words);
        assertThat(result.code()).as(result.err()).isZero();
        return result.out();
    }

    /** The same with another variable. */
    public Shell with(String name, String value) {
        Map<String, String> other = new HashMap<>(environment);
        other.put(name, value);
        return new Shell(Map.copyOf(other), clock);
    }

    /** The same at another time. */
    public Shell at(Instant now) {
        return new Shell(environment, InstantSource.fixed(now));
    }
}
