package dev.rondo.cli;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Puts together as much of the command line as the words need. What picocli would read from annotations of all commands
 * for it, the {@linkplain CommandIndex index} knows: reading them was most of the time of a help, and of any short
 * command.
 */
final class CommandTree {

    private static final String ROOT = "rondo";

    private CommandTree() {}

    /**
     * The command that the words name, within the groups that it is in. Where they name none, which is so for help and
     * wrong words, the names of the commands of the last group.
     *
     * @param root what the command line is of
     */
    static CommandLine of(Object root, List<String> words) {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(root).versionProvider(new Version());
        return grown(spec, ROOT, CommandIndex.find(ROOT).orElseThrow(), words);
    }

    /** Everything that there is, as its annotations say. */
    static CommandLine whole(Object root) {
        CommandLine line = new CommandLine(root);
        growWhole(line);
        return line;
    }

    private static void growWhole(CommandLine group) {
        commandsOf(group).forEach(command -> {
            CommandLine line = new CommandLine(command);
            growWhole(line);
            group.addSubcommand(line);
        });
    }

    private static Stream<Class<?>> commandsOf(CommandLine group) {
        Subcommands known = group.getCommandSpec().userObject().getClass().getAnnotation(Subcommands.class);
        return known == null ? Stream.empty() : Stream.of(known.value());
    }

    private static CommandLine grown(CommandSpec spec, String path, CommandGroup group, List<String> words) {
        withHelp(spec.name(path.substring(path.lastIndexOf(' ') + 1)));
        spec.usageMessage()
                .description(group.about().toArray(String[]::new))
                .footer(group.notes().toArray(String[]::new))
                .synopsisSubcommandLabel("COMMAND");
        Optional<CommandGroup.Child> named = words.isEmpty() ? Optional.empty() : group.find(words.getFirst());
        if (named.isPresent()) {
            return new CommandLine(with(spec, named.get(), line(path, named.get(), words.subList(1, words.size()))));
        }
        // Behind an option, or in a file of arguments, which picocli reads, a command may be named all the same.
        boolean mayBeNamed = words.stream()
                .anyMatch(word -> word.startsWith("@") || group.find(word).isPresent());
        for (CommandGroup.Child command : group.commands()) {
            CommandSpec ignored =
                    with(spec, command, mayBeNamed ? line(path, command, null) : new CommandLine(named(command)));
        }
        return new CommandLine(spec);
    }

    private static CommandSpec with(CommandSpec group, CommandGroup.Child command, CommandLine line) {
        return group.addSubcommand(command.name(), line);
    }

    /** @param words null: of a group no command is needed */
    private static CommandLine line(String path, CommandGroup.Child command, @Nullable List<String> words) {
        String its = path + " " + command.name();
        Optional<CommandGroup> group = CommandIndex.find(its);
        if (group.isPresent()) {
            CommandGroup grown = group.get();
            return words == null
                    ? grown(
                            CommandSpec.create(),
                            its,
                            new CommandGroup(grown.about(), grown.notes(), List.of()),
                            List.of())
                    : grown(CommandSpec.create(), its, grown, words);
        }
        return command.className().equals(VersionCommand.class.getName())
                ? new CommandLine(withHelp(VersionCommand.spec()))
                : new CommandLine(classOf(command));
    }

    /** What a list of commands says of one. */
    private static CommandSpec named(CommandGroup.Child command) {
        CommandSpec spec = CommandSpec.create()
                .name(command.name())
                .aliases(command.aliases().toArray(String[]::new));
        spec.usageMessage().description(command.about().toArray(String[]::new)).hidden(command.isHidden());
        return spec;
    }

    private static Class<?> classOf(CommandGroup.Child command) {
        try {
            return Class.forName(command.className());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("the index names a class that is not there: " + command, e);
        }
    }

    /** The options that picocli's own mixin has, which it would read from annotations. */
    private static CommandSpec withHelp(CommandSpec spec) {
        return spec.addOption(OptionSpec.builder("-h", "--help")
                        .type(boolean.class)
                        .usageHelp(true)
                        .description("Show this help message and exit.")
                        .build())
                .addOption(OptionSpec.builder("-V", "--version")
                        .type(boolean.class)
                        .versionHelp(true)
                        .description("Print version information and exit.")
                        .build());
    }
}
