package dev.rondo.cli.users;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.ExitCode;
import dev.rondo.cli.Rondo;
import dev.rondo.cli.login.SecretInput;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Where a new password comes from: the command line, standard input, chance, or whoever sits there. */
final class NewPassword {

    private static final int RANDOM_BYTES = 18;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Option(
            names = {"-p", "--password"},
            paramLabel = "PASSWORD",
            description = "8 characters or more; other users of this machine may see it. Default: asks for it")
    private @Nullable String given;

    @Option(names = "--password-stdin", description = "Takes the password from standard input.")
    private boolean stdin;

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
        if (Stream.of(given != null, random, stdin).filter(each -> each).count() > 1) {
            throw new CommandException(
                    ExitCode.USAGE, "give one of --password, --password-stdin and --use-random-password, not both");
        }
        if (random) {
            byte[] bytes = new byte[RANDOM_BYTES];
            new SecureRandom().nextBytes(bytes);
            return new Chosen(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes), true);
        }
        if (stdin) {
            return new Chosen(SecretInput.firstLine(Rondo.inputOf(command)), false);
        }
        return new Chosen(given == null ? askedTwice(prompt) : given, false);
    }

    private static String askedTwice(String prompt) {
        String first = SecretInput.asked(prompt, "--use-random-password, or --password-stdin");
        if (!first.equals(SecretInput.asked("Again", "--password-stdin"))) {
            throw new CommandException(ExitCode.USAGE, "the two differ; nothing was done");
        }
        return first;
    }
}
