package dev.rondo.cli.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** JVMs on this machine, as the JDK's own {@code jcmd} sees them. */
final class JavaProcesses {

    // One that is frozen does not answer at all.
    private static final long LIMIT_SECONDS = 10;

    private JavaProcesses() {}

    /** These processes and all that they have started, as far as they are JVMs and live. */
    static Stream<ProcessHandle> of(Stream<Long> pids) {
        return pids.flatMap(pid -> ProcessHandle.of(pid).stream())
                .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
                .filter(process -> process.info()
                        .command()
                        .filter(command -> Path.of(command).endsWith("java"))
                        .isPresent())
                .distinct();
    }

    /** What its threads do, with the locks that they hold, and how full its heap is. */
    static String threads(ProcessHandle process) throws IOException, InterruptedException {
        return jcmd(process, "Thread.print", "-l") + "\n" + jcmd(process, "GC.heap_info");
    }

    private static String jcmd(ProcessHandle process, String... words) throws IOException, InterruptedException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        if (!Files.isExecutable(jcmd)) {
            throw new IOException("there is no " + jcmd + ": thread dumps take a JDK, not a JRE");
        }
        List<String> command = Stream.concat(Stream.of(jcmd.toString(), Long.toString(process.pid())), Stream.of(words))
                .toList();
        Path said = Files.createTempFile("rondo-support", ".txt");
        try {
            Process running = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
            if (!running.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                running.destroyForcibly();
                throw new IOException("process " + process.pid() + " did not answer jcmd within " + LIMIT_SECONDS
                        + " s; it may be frozen, or without a core to run on");
            }
            String text = Files.readString(said, UTF_8);
            if (running.exitValue() != 0) {
                throw new IOException(text);
            }
            return text;
        } finally {
            Files.delete(said);
        }
    }
}
