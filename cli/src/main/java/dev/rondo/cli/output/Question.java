package dev.rondo.cli.output;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.ExitCode;
import java.io.Console;

/** Asks on the terminal before something is done that cannot be undone. */
public final class Question {

    private Question() {}

    /**
     * Whether whoever sits there says yes.
     *
     * @param what is to be done, such as {@code clear 3 task instances}
     * @throws CommandException when there is no terminal to ask on
     */
    // The check has not heard of it: on JDK 25 there is no console again where there is no terminal.
    @SuppressWarnings("SystemConsoleNull")
    public static boolean confirms(String what) {
        Console console = System.console();
        if (console == null || !console.isTerminal()) {
            throw new CommandException(ExitCode.USAGE, "there is no terminal to ask on; add --yes to " + what);
        }
        String answer = console.readLine("%s? [y/N] ", Character.toUpperCase(what.charAt(0)) + what.substring(1));
        return answer != null && answer.strip().equalsIgnoreCase("y");
    }
}
