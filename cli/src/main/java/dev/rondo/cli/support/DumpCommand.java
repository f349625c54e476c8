package dev.rondo.cli.support;

import dev.rondo.cli.ExitCode;
import dev.rondo.cli.Session;
import dev.rondo.cli.server.ServerLog;
import dev.rondo.cli.server.ServerOptions;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code rondo support dump}. */
@Command(
        name = "dump",
        description = {
            "Gathers what tells how things stand into one ZIP file, readable by its owner alone: versions, settings"
                    + " with secrets as ***, what the server says of its health, processes and leases, open runs and"
                    + " their tasks, why tasks wait, the last requests, what PostgreSQL does and which statements are"
                    + " slow, thread dumps of the processes on this machine, and the ends of their logs.",
            "It starts nothing and changes nothing. What cannot be had, such as the health of a server that is down,"
                    + " is named in missing.txt; the rest is gathered all the same.",
            "Look through it before you give it away: ids of DAGs and tasks, messages of errors and lines of logs are"
                    + " in it."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Exit codes: 0 written, also when something is missing, 73 the file is there",
            "            already or cannot be written"
        })
final class DumpCommand implements Callable<Integer> {

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    @Mixin
    private Session session = new Session();

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description = "The file to write. Default: rondo-support-TIME.zip in this folder.")
    private @Nullable Path file;

    @Override
    public Integer call() {
        ServerLog.quiet();
        Path target = file == null
                ? Path.of("rondo-support-" + STAMP.format(session.clock().instant()) + ".zip")
                : file;
        List<String> missing;
        try (Dump dump = Dump.create(target)) {
            new Gathering(session, server, dump).gather();
            missing = dump.missing();
        }
        session.out().println(target + " is written");
        missing.forEach(line -> session.err().println("missing: " + line));
        return ExitCode.OK.code();
    }
}
