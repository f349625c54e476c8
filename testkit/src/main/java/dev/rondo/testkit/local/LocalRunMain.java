package dev.rondo.testkit.local;

import dev.rondo.core.protocol.Wire;
import dev.rondo.runtime.log.CurrentLog;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/**
 * The JVM of a local run. Argument: a file with the {@link LocalRequest}. User code runs here, so whoever starts this
 * goes by the outcome file and not by the exit code: a task may call {@code System.exit}.
 */
public final class LocalRunMain {

    private LocalRunMain() {}

    /** Runs what is asked and ends the JVM, whatever threads were started. */
    public static void main(String[] arguments) throws IOException {
        LocalRequest request = new Wire().decode(Files.readAllBytes(Path.of(arguments[0])), LocalRequest.class);
        PrintStream out = System.out;
        System.setOut(CurrentLog.INSTANCE.stream("info", "stdout"));
        System.setErr(CurrentLog.INSTANCE.stream("error", "stderr"));
        List<Path> installation = Stream.of(
                        System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .toList();
        LocalRun run = new LocalRun(
                request,
                new LocalDags(
                        Path.of(request.workFolder()),
                        installation,
                        request.libraries().stream().map(Path::of).toList()),
                new WallClock(InstantSource.system(), Thread::sleep),
                out,
                System.getenv());
        LocalOutcome outcome = run.run();
        out.flush();
        // Renamed into place: an outcome that is there is whole.
        Path file = Path.of(request.outcomeFile());
        Path part = file.resolveSibling("outcome.part");
        Files.writeString(part, outcome.name());
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        Runtime.getRuntime().halt(0);
    }
}
