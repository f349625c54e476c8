package dev.rondo.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Spec;

/** {@code rondo cheat-sheet}. */
@Command(name = "cheat-sheet", description = "Lists all commands, one a line.", mixinStandardHelpOptions = true)
final class CheatSheetCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Map<String, String> lines = new LinkedHashMap<>();
        PrintWriter out = spec.commandLine().getOut();
        collect(Rondo.wholeCommandLine(out), lines);
        int width = lines.keySet().stream().mapToInt(String::length).max().orElse(0);
        lines.forEach((command, about) -> out.println(command + " ".repeat(width - command.length()) + "  " + about));
        return ExitCode.OK.code();
    }

    private static void collect(CommandLine line, Map<String, String> lines) {
        CommandSpec command = line.getCommandSpec();
        if (command.usageMessage().hidden()) {
            return; // for the launcher, not for people
        }
        if (line.getSubcommands().isEmpty()) {
            String[] about = command.usageMessage().description();
            lines.put(usage(command), about.length == 0 ? "" : firstSentence(about[0]));
        }
        line.getSubcommands().values().forEach(sub -> collect(sub, lines));
    }

    private static String usage(CommandSpec command) {
        StringBuilder usage = new StringBuilder(command.qualifiedName());
        for (PositionalParamSpec word : command.positionalParameters()) {
            usage.append(word.required() ? " " + word.paramLabel() : " [" + word.paramLabel() + "]");
        }
        return usage.toString();
    }

    private static String firstSentence(String text) {
        int end = text.indexOf(". ");
        return end < 0 ? text : text.substring(0, end + 1);
    }
}
