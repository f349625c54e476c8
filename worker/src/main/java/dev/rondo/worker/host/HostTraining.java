package dev.rondo.worker.host;

import dev.rondo.core.protocol.Dispatch;
import dev.rondo.core.protocol.WorkerMessage;
import dev.rondo.runtime.ServerSecrets;
import dev.rondo.runtime.host.HostLink;
import dev.rondo.runtime.host.HostMessage;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One task in a task host that is let end in its own time, so that it can write an AOT cache: a worker kills a host
 * whose pipe is closed.
 */
public final class HostTraining {

    private static final long DISPATCH = 1;

    private final Path javaHome;
    private final List<Path> classPath;
    private final List<String> options;
    private final Duration longest;

    /**
     * A training with these options.
     *
     * @param classPath of task hosts: a cache is good for this very one
     * @param longest the host is killed after this
     */
    public HostTraining(Path javaHome, List<Path> classPath, List<String> options, Duration longest) {
        this.javaHome = javaHome;
        this.classPath = List.copyOf(classPath);
        this.options = List.copyOf(options);
        this.longest = longest;
    }

    /** A task without inputs, and where it is. */
    public record Sample(Path jar, String dagId, String dagClass, String taskId, String signature) {}

    /**
     * Runs the task and waits for the end of the process.
     *
     * @param folder for the task's files
     * @return how the task ended, {@code success} or another word of {@link WorkerMessage.Ended#kind}
     * @throws IOException when no process can be started, or it ends before the task does
     * @throws InterruptedException when the caller is to stop; the process is killed
     */
    public String run(Sample sample, Path folder, Instant now) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        // A Unix socket's path may have some 100 bytes.
        Path socket = Files.createTempDirectory("rondo").resolve("host");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            Process process = start(folder, socket);
            try {
                Thread watch = Thread.ofVirtual().start(() -> watch(process, server));
                String kind = serve(server, sample, folder, now);
                watch.join(); // it writes the cache now
                return kind;
            } finally {
                process.destroyForcibly();
            }
        } finally {
            Files.deleteIfExists(socket);
            Files.deleteIfExists(socket.getParent());
        }
    }

    private Process start(Path folder, Path socket) throws IOException {
        HostProcess.Launch launch = new HostProcess.Launch(javaHome, classPath, options, longest.toMillis(), folder);
        ProcessBuilder builder =
                new ProcessBuilder(HostProcess.command(launch, 64L << 20, /* jvmOptions= */ List.of(), socket));
        builder.directory(folder.toFile());
        ServerSecrets.removeFrom(builder.environment());
        builder.redirectErrorStream(true);
        builder.redirectOutput(folder.resolve("host.out").toFile());
        return builder.start();
    }

    private void watch(Process process, ServerSocketChannel server) {
        try (server) {
            if (!process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("cannot close the socket of a task host", e);
        }
    }

    private static String serve(ServerSocketChannel server, Sample sample, Path folder, Instant now)
            throws IOException {
        try (SocketChannel channel = server.accept();
                HostLink link = new HostLink(channel)) {
            link.send(runOf(sample, folder, now));
            for (HostMessage message = link.receive(); message != null; message = link.receive()) {
                if (message instanceof HostMessage.Done done) {
                    return done.ended().kind();
                }
            }
            throw new IOException("the task host ended before its task; its output is in " + folder);
        }
    }

    private static HostMessage.Run runOf(Sample sample, Path folder, Instant now) {
        Dispatch.RunFacts facts = new Dispatch.RunFacts("manual", now, now, now, now, "UTC", "{}", "{}", null);
        Dispatch dispatch = new Dispatch(
                DISPATCH,
                "",
                1,
                sample.dagId(),
                "training",
                sample.taskId(),
                -1,
                1,
                1,
                "0",
                sample.dagClass(),
                sample.signature(),
                facts,
                List.of(),
                null,
                null,
                null,
                0,
                0,
                List.of(),
                "warm",
                "default",
                null,
                null,
                false,
                null);
        return new HostMessage.Run(
                dispatch,
                sample.jar().toString(),
                folder.resolve("lib").toString(),
                folder.resolve("task.log").toString(),
                1 << 20,
                folder.resolve("work").toString(),
                List.of());
    }
}
