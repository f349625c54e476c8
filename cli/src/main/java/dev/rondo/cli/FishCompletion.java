package dev.rondo.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Completion for fish, which picocli has for bash and zsh only. */
final class FishCompletion {

    // Words of options are no commands. What follows an option may be its value, so that it counts as a word: that is
    // right for all that is asked here, as groups have no options with values.
    private static final String FUNCTIONS = """
        function __rondo_words
            set -l words (commandline -opc)
            string match --invert -- '-*' $words[2..]
        end
        function __rondo_at
            test "$(__rondo_words)" = "$argv"
        end
        function __rondo_in
            set -l words (__rondo_words)
            test (count $words) -ge (count $argv); and test "$words[1..$(count $argv)]" = "$argv"
        end
        complete -c rondo -f
        """;

    private final List<String> lines = new ArrayList<>();

    private FishCompletion() {}

    static String of(CommandLine root) {
        FishCompletion completion = new FishCompletion();
        completion.add(root, "");
        return FUNCTIONS + String.join("\n", completion.lines) + "\n";
    }

    private void add(CommandLine line, String words) {
        CommandSpec command = line.getCommandSpec();
        if (command.usageMessage().hidden()) {
            return; // for the launcher, not for people
        }
        line.getSubcommands().forEach((name, sub) -> {
            CommandSpec spec = sub.getCommandSpec();
            if (!spec.usageMessage().hidden()) {
                lines.add(complete("__rondo_at" + words) + " -a " + name
                        + described(spec.usageMessage().description()));
            }
            add(sub, words + " " + name);
        });
        String in = words.isEmpty() ? "__rondo_at" : "__rondo_in" + words;
        command.options().stream()
                .filter(option -> !option.hidden())
                .forEach(option -> lines.add(complete(in) + option(option)));
        command.positionalParameters().stream()
                .map(FishCompletion::values)
                .filter(values -> !values.isEmpty())
                .forEach(values -> lines.add(complete(in) + values));
    }

    private static String complete(String condition) {
        return "complete -c rondo -n " + quoted(condition);
    }

    private static String option(OptionSpec option) {
        StringBuilder text = new StringBuilder();
        for (String name : option.names()) {
            text.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
        }
        if (option.arity().max() > 0) {
            String values = candidates(option.completionCandidates());
            // Without candidates it may be a file.
            text.append(values.isEmpty() ? " -rF" : " -x -a " + quoted(values));
        }
        return text + described(option.description());
    }

    private static String values(PositionalParamSpec parameter) {
        String values = candidates(parameter.completionCandidates());
        if (values.isEmpty()) {
            return Path.class.equals(parameter.type()) ? " -F" : "";
        }
        return " -a " + quoted(values);
    }

    private static String candidates(@Nullable Iterable<String> candidates) {
        List<String> values = new ArrayList<>();
        if (candidates != null) {
            candidates.forEach(values::add);
        }
        return String.join(" ", values);
    }

    private static String described(String[] description) {
        return description.length == 0 ? "" : " -d " + quoted(description[0]);
    }

    private static String quoted(String text) {
        return text.chars()
                .mapToObj(c -> c == '\'' || c == '\\' ? "\\" + (char) c : String.valueOf((char) c))
                .collect(Collectors.joining("", "'", "'"));
    }
}
