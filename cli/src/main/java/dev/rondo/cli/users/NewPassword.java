package dev.rondo.cli.users;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.ExitCode;
import java.io.Console;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a new password comes from: the command line, chance, or whoever sits there. */
final class NewPassword {

    private static final int RANDOM_BYTES = 18;

    @Option(
            names = {"-p", "--password"},
            paramLabel = "PASSWORD",
            description = "8 characters or more; other users of this machine may see it. Default: asks for it")
    private @Nullable String given;

    @Option(names = "--use-random-password", description = "One that nobody guesses; it is printed, this once.")
    private boolean random;

    /** A password; {@code told} is whether it must be printed. */
    record Chosen(String text, boolean told) {
        @Override
        public String toString() {
            return "Chosen[told=" + told + "]";
        }
    }

    /**
     * Takes it from where it is to come from.
     *
     * @param prompt what whoever sits there is asked, such as {@code Password of ann}
     */
    Chosen choose(String prompt) {
        if (given != null && random) {
            throw new CommandException(ExitCode.USAGE, "give --password or --use-random-password, not both");
        }
        if (random) {
            byte[] bytes = new byte[RANDOM_BYTES];
            new SecureRandom().nextBytes(bytes);
            return new Chosen(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes), true);
        }
        return new Chosen(given == null ? askedTwice(prompt) : given, false);
    }

    private static String askedTwice(String prompt) {
        String first = asked(prompt, "--use-random-password, or --password");
        if (!first.equals(asked("Again", "--password"))) {
            throw new CommandException(ExitCode.USAGE, "the two differ; nothing was done");
        }
        return first;
    }

    /**
     * What whoever sits there types without its being shown.
     *
     * @param option what to add where there is no terminal
     */
    // The check has not heard of it: on JDK 25 there is no console again where there is no terminal.
    @SuppressWarnings("SystemConsoleNull")
    static String asked(String prompt, String option) {
        Console console = System.console();
        if (console == null || !console.isTerminal()) {
            throw new CommandException(ExitCode.USAGE, "there is no terminal to ask on; add " + option);
        }
        char[] typed = console.readPassword("%s: ", prompt);
        if (typed == null) {
            throw new CommandException(ExitCode.USAGE, "nothing was typed; nothing was done");
        }
        return new String(typed);
    }
}
