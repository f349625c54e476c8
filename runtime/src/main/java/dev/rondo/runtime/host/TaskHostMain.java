package dev.rondo.runtime.host;

import dev.rondo.runtime.data.DataRoot;
import dev.rondo.runtime.log.CurrentLog;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/** The JVM of a task host. Arguments: the worker's socket, the lease in milliseconds. */
public final class TaskHostMain {

    /** What a JVM of task hosts is started with besides: a thread runs one body after the other then. */
    public static final String JVM_OPTION = "--add-opens=java.base/java.lang=ALL-UNNAMED";

    private TaskHostMain() {}

    /** Serves the worker until it closes the socket. */
    public static void main(String[] arguments) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(arguments[0]));
        HostLink link = new HostLink(channel);
        InstantSource clock = InstantSource.system();
        String mark = System.getenv().getOrDefault(SessionProcesses.MARK, "");
        TaskHost host = new TaskHost(
                link,
                new TaskExecution(clock, DataRoot.ofThisProcess(Thread::sleep)),
                clock,
                System::nanoTime,
                TimeUnit.MILLISECONDS.toNanos(Long.parseLong(arguments[1])),
                mark,
                status -> {
                    // Nobody else would: the worker may be gone, and the try may begin elsewhere.
                    SessionProcesses.killAll(ProcessHandle.current().pid(), mark);
                    Runtime.getRuntime().halt(status);
                });
        System.setOut(CurrentLog.INSTANCE.stream("info", "stdout"));
        System.setErr(CurrentLog.INSTANCE.stream("error", "stderr"));
        // Runs for System.exit alone: an end by the worker halts, a full heap skips hooks, a signal kills.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> tellOfExit(host, link), "host:exit"));
        host.serve();
    }

    private static void tellOfExit(TaskHost host, HostLink link) {
        long dispatchId = host.currentDispatch();
        if (dispatchId != 0) {
            CurrentLog.INSTANCE.flush();
            try {
                link.send(new HostMessage.Exiting(dispatchId));
            } catch (IOException e) {
                // The worker is gone: it will not ask why.
            }
        }
    }
}
