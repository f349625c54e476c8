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
     * Adds to a group the command that the first word names, and so on. Where it names none, which is so for help and
     * wrong words, the commands of that group alone: reading what all of them take would be most of the time of a help.
     */
    static void grow(CommandLine group, List<String> words) {
        Optional<Class<?>> named = words.isEmpty() ? Optional.empty() : find(group, words.getFirst());
        if (named.isPresent()) {
            CommandLine line = new CommandLine(named.get());
            grow(line, words.subList(1, words.size()));
            group.addSubcommand(line);
        } else {
            commandsOf(group).forEach(command -> group.addSubcommand(new CommandLine(command)));
        }
    }

    /** Adds to a group everything that there is. */
    static void growWhole(CommandLine group) {
        commandsOf(group).forEach(command -> {
            CommandLine line = new CommandLine(command);
            growWhole(line);
            group.addSubcommand(line);
        });
    }

    private static Optional<Class<?>> find(CommandLine group, String word) {
        return commandsOf(group)
                .filter(command -> command.getAnnotation(Command.class).name().equals(word))
                .findFirst();
    }

    private static Stream<Class<?>> commandsOf(CommandLine group) {
        Subcommands known = group.getCommandSpec().userObject().getClass().getAnnotation(Subcommands.class);
        return known == null ? Stream.empty() : Stream.of(known.value());
    }
}
