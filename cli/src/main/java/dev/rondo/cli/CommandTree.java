package dev.rondo.cli;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Puts together as much of the command line as the words need. */
final class CommandTree {

    private CommandTree() {}

    /**
     * Adds to a group the command that the first word names, and so on; all of them where it names none, which is so
     * for help, suggestions and lists.
     */
    static void grow(CommandLine group, List<String> words) {
        Subcommands known = group.getCommandSpec().userObject().getClass().getAnnotation(Subcommands.class);
        if (known == null) {
            return;
        }
        Optional<Class<?>> named = words.isEmpty() ? Optional.empty() : find(known, words.getFirst());
        if (named.isPresent()) {
            add(group, named.get(), words.subList(1, words.size()));
        } else {
            Stream.of(known.value()).forEach(command -> add(group, command, List.of()));
        }
    }

    private static void add(CommandLine group, Class<?> command, List<String> words) {
        CommandLine line = new CommandLine(command);
        grow(line, words);
        group.addSubcommand(line);
    }

    private static Optional<Class<?>> find(Subcommands known, String word) {
        return Stream.<Class<?>>of(known.value())
                .filter(command -> command.getAnnotation(Command.class).name().equals(word))
                .findFirst();
    }
}
