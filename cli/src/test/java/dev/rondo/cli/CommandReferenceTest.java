package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.codegen.docgen.manpage.ManPageGenerator;

/** The reference has a page for each command, and it is what the command says of itself. */
class CommandReferenceTest {

    private static final Path MADE = Path.of("target", "commands");
    private static final Path COMMITTED = Path.of("..", "docs", "reference", "commands");

    // Marks of sections, and line breaks that a literal block has by itself.
    private static final Pattern NOT_TEXT = Pattern.compile("(?m)^(// (tag|end)::.*|\\[%hardbreaks])\n");

    @Test
    void the_committed_pages_are_those_of_the_commands() throws IOException {
        SortedMap<String, String> pages = new TreeMap<>();
        collect(Rondo.wholeCommandLine(new PrintWriter(Writer.nullWriter())), pages);
        Files.createDirectories(MADE);
        for (var page : pages.entrySet()) {
            Files.writeString(MADE.resolve(page.getKey()), page.getValue());
        }

        assertThat(read(COMMITTED))
                .as("docs/reference/commands; delete what is there and copy cli/" + MADE + " over it")
                .isEqualTo(pages);
    }

    private static void collect(CommandLine line, SortedMap<String, String> pages) {
        CommandSpec command = line.getCommandSpec();
        if (command.usageMessage().hidden()) {
            return; // for the launcher, not for people
        }
        pages.put(command.qualifiedName("-") + ".adoc", page(command));
        line.getSubcommands().values().forEach(sub -> collect(sub, pages));
    }

    private static String page(CommandSpec command) {
        UsageMessageSpec usage = command.usageMessage();
        if (usage.footer().length > 0) {
            // What stands below the options is laid out as it is.
            usage.footerHeading("Notes%n");
            usage.footer(Stream.of(
                            Stream.of("...."), Stream.of(usage.footer()).dropWhile(String::isEmpty), Stream.of("...."))
                    .flatMap(Function.identity())
                    .toArray(String[]::new));
        }
        StringWriter text = new StringWriter();
        try (PrintWriter out = new PrintWriter(text)) {
            ManPageGenerator.writeSingleManPage(out, command);
        }
        return NOT_TEXT.matcher(text.toString())
                        .replaceAll("")
                        .replaceAll(" +\n", "\n")
                        .replaceAll("\n{3,}", "\n\n")
                        .strip()
                + "\n";
    }

    private static SortedMap<String, String> read(Path folder) throws IOException {
        SortedMap<String, String> pages = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                pages.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return pages;
    }
}
