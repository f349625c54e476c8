package dev.rondo.worker.host;

import dev.rondo.runtime.ServerSecrets;
import dev.rondo.runtime.host.HostLink;
import dev.rondo.runtime.host.HostMessage;
import dev.rondo.runtime.host.SessionProcesses;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One task-host JVM as its worker sees it: the process, its pipe, and the threads that serve the pipe. What the host
 * says and its end are told to the pool, in order, from one thread.
 */
final class HostProcess {

    private static final Logger LOG = LoggerFactory.getLogger(HostProcess.class);

    // What a process has printed is in the pipe when it is gone; what it forked may have it open for ever.
    private static final Duration LONGEST_LAST_WORDS = Duration.ofMillis(200);

    /** Told what a host does; from the host's own thread. */
    interface Events {
        void said(HostProcess host, HostMessage message);

        /** The process is gone. {@code exitCode} as the operating system gives it: 128 + n for signal n. */
        void gone(HostProcess host, int exitCode);
    }

    private final long number;
    private final long heapBytes;
    private final Process process;
    private final Path folder;
    private final String mark;
    private final Events events;
    private final LastWords words;
    // Lines up what goes to the host before it has connected, and keeps callers from waiting for a full pipe.
    private final BlockingQueue<HostMessage> outgoing = new LinkedBlockingQueue<>();

    private HostProcess(
            long number, long heapBytes, Process process, Path folder, String mark, Events events, LastWords words) {
        this.number = number;
        this.heapBytes = heapBytes;
        this.process = process;
        this.folder = folder;
        this.mark = mark;
        this.events = events;
        this.words = words;
    }

    /** How a host JVM is started. */
    record Launch(Path javaHome, List<Path> classPath, List<String> options, long leaseMillis, Path folder) {}

    /**
     * Starts a host.
     *
     * @throws IOException when no process can be started
     */
    static HostProcess start(long number, Launch launch, long heapBytes, List<String> jvmOptions, Events events)
            throws IOException {
        Files.createDirectories(launch.folder());
        // A Unix socket's path may have some 100 bytes; the home of an installation may be deeper than that.
        Path socket = Files.createTempDirectory("rondo").resolve("host");
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            server.bind(UnixDomainSocketAddress.of(socket));
            ProcessBuilder builder = new ProcessBuilder(command(launch, heapBytes, jvmOptions, socket));
            builder.directory(launch.folder().toFile());
            ServerSecrets.removeFrom(builder.environment());
            String mark = UUID.randomUUID().toString();
            builder.environment().put(SessionProcesses.MARK, mark);
            builder.redirectErrorStream(true);
            Process process = builder.start();
            process.getOutputStream().close(); // nobody speaks to it there
            LastWords words = LastWords.of("host-" + number + ":print", process.getInputStream());
            HostProcess host = new HostProcess(number, heapBytes, process, launch.folder(), mark, events, words);
            Thread.ofPlatform().daemon().name("host-" + number + ":read").start(() -> host.serve(server, socket));
            return host;
        } catch (IOException | RuntimeException e) {
            closeQuietly(server, socket);
            throw e;
        }
    }

    static List<String> command(Launch launch, long heapBytes, List<String> jvmOptions, Path socket) {
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
            command.add(
                    "/usr/bin/setsid"); // a session of its own: what it forks can be found, Ctrl-C does not reach it
        }
        command.add(launch.javaHome().resolve("bin/java").toString());
        command.add("-Xmx" + heapBytes);
        command.add("-XX:+ExitOnOutOfMemoryError"); // a JVM whose heap was full once is not to be trusted
        command.add("-Dslf4j.provider=dev.rondo.runtime.log.TaskLogProvider");
        command.add("-Dslf4j.internal.verbosity=WARN"); // or the first logger of each task says how it was found
        command.add("-Djava.util.logging.config.class=dev.rondo.runtime.log.JulConfig");
        command.addAll(launch.options());
        command.addAll(jvmOptions);
        command.add("-cp");
        command.add(String.join(
                java.io.File.pathSeparator,
                launch.classPath().stream().map(Path::toString).toList()));
        command.add("dev.rondo.runtime.host.TaskHostMain");
        command.add(socket.toString());
        command.add(Long.toString(launch.leaseMillis()));
        return command;
    }

    private void serve(ServerSocketChannel server, Path socket) {
        Thread acceptWatch = Thread.ofVirtual().start(() -> closeWhenGone(server));
        try (SocketChannel channel = server.accept()) {
            closeQuietly(server, socket);
            HostLink link = new HostLink(channel);
            Thread writer = Thread.ofPlatform()
                    .daemon()
                    .name("host-" + number + ":write")
                    .start(() -> write(link));
            try {
                for (HostMessage m = link.receive(); m != null; m = link.receive()) {
                    events.said(this, m);
                }
            } finally {
                writer.interrupt();
            }
        } catch (IOException e) {
            // The process died, before it connected or with a message half sent; its exit code says more.
        } catch (RuntimeException e) {
            LOG.atError()
                    .addKeyValue("host", number)
                    .setCause(e)
                    .log("what a task host said could not be taken in; the host is killed");
        } finally {
            acceptWatch.interrupt();
            closeQuietly(server, socket);
        }
        process.destroyForcibly(); // a host without its pipe has nothing to live for
        int exitCode = process.onExit().join().exitValue();
        if (exitCode != 0) {
            SessionProcesses.killAll(process.pid(), mark); // it did not leave by our wish: what it forked goes with it
        }
        events.gone(this, exitCode);
    }

    // A host that dies before it connects would leave the reader waiting for ever.
    private void closeWhenGone(ServerSocketChannel server) {
        try {
            process.waitFor();
            server.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // it connected
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("cannot close the socket of host " + number, e);
        }
    }

    private void write(HostLink link) {
        try {
            while (true) {
                link.send(outgoing.take());
            }
        } catch (IOException | InterruptedException e) {
            Thread.currentThread().interrupt(); // the reader sees the same end and tells of it
        }
    }

    /** Lines up a message for the host. */
    void send(HostMessage message) {
        outgoing.add(message);
    }

    /** Ends the JVM, which is idle and has nothing running beside it. */
    void end() {
        process.destroyForcibly();
    }

    /** Kills the JVM and everything it forked that is still in its session. */
    void kill() {
        List<ProcessHandle> forked = process.descendants().toList();
        process.destroyForcibly();
        forked.forEach(ProcessHandle::destroyForcibly);
        SessionProcesses.killAll(process.pid(), mark);
    }

    long number() {
        return number;
    }

    long pid() {
        return process.pid();
    }

    /** Processor time that the JVM has used in its life; zero where the operating system does not tell. */
    Duration processorTime() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    long heapBytes() {
        return heapBytes;
    }

    Path folder() {
        return folder;
    }

    /** What the process itself printed last, for the log of a try it died with; null: nothing. */
    @Nullable
    String lastWords() {
        return words.await(LONGEST_LAST_WORDS);
    }

    private static void closeQuietly(ServerSocketChannel server, Path socket) {
        try {
            server.close();
            Files.deleteIfExists(socket);
            Files.deleteIfExists(socket.getParent());
        } catch (IOException e) {
            // A socket file left in the temp folder does no harm.
        }
    }
}
