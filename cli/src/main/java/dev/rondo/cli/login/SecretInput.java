package dev.rondo.cli.login;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.ExitCode;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;

/**
 * A password or token, from whoever sits there or from standard input; never from the command line, which others see.
 */
public final class SecretInput {

    // Far more than a token or a password has.
    private static final int MAX_BYTES = 10_000;

    private SecretInput() {}

    /**
     * Asks, without showing what is typed.
     *
     * @param what such as {@code Password of ann}
     * @param option what takes it from elsewhere instead
     */
    public static String asked(String what, String option) {
        char[] typed = terminal(option).readPassword("%s: ", what);
        return required(typed == null ? "" : new String(typed));
    }

    /** Asks for what may be seen; nothing typed is the alternative. */
    static String askedOpenly(String what, String otherwise, String option) {
        String typed = terminal(option).readLine("%s [%s]: ", what, otherwise);
        return typed == null || typed.isBlank() ? otherwise : typed.strip();
    }

    // The check has not heard of it: on JDK 25 there is no console again where there is no terminal.
    @SuppressWarnings("SystemConsoleNull")
    private static Console terminal(String option) {
        Console console = System.console();
        if (console == null || !console.isTerminal()) {
            String where = option.endsWith("-stdin") ? " and give it on standard input" : "";
            throw new CommandException(ExitCode.USAGE, "there is no terminal to ask on; add " + option + where);
        }
        return console;
    }

    /** The first line of standard input. */
    public static String firstLine(InputStream in) {
        try {
            String text = new String(in.readNBytes(MAX_BYTES), UTF_8);
            return required(text.lines().findFirst().orElse(""));
        } catch (IOException e) {
            throw new CommandException(ExitCode.USAGE, "cannot read standard input: " + e.getMessage(), e);
        }
    }

    private static String required(String text) {
        if (text.isEmpty()) {
            throw new CommandException(ExitCode.USAGE, "nothing was given; nothing was done");
        }
        return text;
    }
}
