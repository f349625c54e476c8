package dev.rondo.e2e.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/**
 * A port that passes on to another one what it is sent, and passes back what that says. It can hold the answers back
 * for a while: then all of it comes late, and nothing is lost. And it can be cut: then all connections end at once,
 * with what was on the way in them, and new ones end as they are made until it is mended.
 */
public final class Line implements AutoCloseable {

    private static final int BUFFER = 8192;

    private final ServerSocket server;
    private final int target;
    private final Set<Socket> open = Collections.synchronizedSet(new HashSet<>());
    private volatile boolean isCut;
    private volatile CountDownLatch passing = new CountDownLatch(0);

    private Line(ServerSocket server, int target) {
        this.server = server;
        this.target = target;
    }

    /** Before that port of this machine. */
    public static Line of(int target) {
        return of(InetAddress.getLoopbackAddress(), target);
    }

    /** As above, for those who reach this machine at another address. */
    public static Line of(InetAddress address, int target) {
        try {
            Line made = new Line(new ServerSocket(0, 50, address), target);
            Thread.ofPlatform().daemon().name("line").start(made::accept);
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen", e);
        }
    }

    public int port() {
        return server.getLocalPort();
    }

    /** From now on nothing comes back. */
    public void hold() {
        passing = new CountDownLatch(1);
    }

    /** All that was held back comes, and what follows at once. */
    public void release() {
        passing.countDown();
    }

    /** Ends all connections by a reset, and from now on each new one. */
    public void cut() {
        isCut = true;
        for (Socket each : List.copyOf(open)) {
            reset(each);
        }
    }

    /** New connections go through again. */
    public void mend() {
        isCut = false;
    }

    private void reset(Socket socket) {
        open.remove(socket);
        try (socket) {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            // it has ended already
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                connect(server.accept());
            } catch (IOException e) {
                // closed
            }
        }
    }

    private void connect(Socket in) throws IOException {
        try {
            Socket out = new Socket(InetAddress.getLoopbackAddress(), target);
            open.add(in);
            open.add(out);
            if (isCut) { // asked after both are known: a cut at this moment ends them or is seen here
                reset(in);
                reset(out);
                return;
            }
            Thread.ofPlatform().daemon().start(() -> pass(in, out, false));
            Thread.ofPlatform().daemon().start(() -> pass(out, in, true));
        } catch (IOException e) {
            in.close(); // the target is not there: whoever connected sees the end of the stream
        }
    }

    private void pass(Socket from, Socket to, boolean isAnswer) {
        try (from;
                to) {
            byte[] buffer = new byte[BUFFER];
            for (int read = from.getInputStream().read(buffer);
                    read >= 0;
                    read = from.getInputStream().read(buffer)) {
                if (isAnswer) {
                    passing.await();
                }
                to.getOutputStream().write(buffer, 0, read);
            }
        } catch (IOException e) {
            // one of the two is gone, and so is the other
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        release();
        server.close();
        for (Socket each : List.copyOf(open)) {
            each.close();
        }
    }
}
