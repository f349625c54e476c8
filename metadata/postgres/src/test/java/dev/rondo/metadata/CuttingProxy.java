package dev.rondo.metadata;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;

/** Stands between client and server, and cuts the connection at a word. */
final class CuttingProxy implements Closeable {

    /** Where to cut, once. */
    enum Cut {
        NOWHERE(""),
        /** The server never sees the commit. */
        BEFORE_COMMIT("COMMIT"),
        /** The server commits, and its answer is lost. */
        AFTER_COMMIT("COMMIT"),
        /** The pool that sets up a connection is not told what isolates its transactions. */
        BEFORE_ISOLATION("TRANSACTION ISOLATION LEVEL");

        private final String word;

        Cut(String word) {
            this.word = word;
        }
    }

    private final ServerSocket listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    private final URI server;
    private final AtomicReference<Cut> cut = new AtomicReference<>(Cut.NOWHERE);
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();

    CuttingProxy(JdbcSettings settings) throws IOException {
        this.server = URI.create(settings.url().substring("jdbc:".length()));
        Thread.ofVirtual().name("proxy").start(this::accept);
    }

    /** The same database, through the proxy. */
    JdbcSettings settings(JdbcSettings direct) {
        String url = direct.url().replace(":" + server.getPort() + "/", ":" + listener.getLocalPort() + "/");
        return new JdbcSettings(url, direct.user(), direct.password());
    }

    void cutNext(Cut where) {
        cut.set(where);
    }

    /** Whether what it was last asked to cut was cut. */
    boolean hasCut() {
        return cut.get() == Cut.NOWHERE;
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                Socket upstream = new Socket(server.getHost(), server.getPort());
                sockets.add(client);
                sockets.add(upstream);
                Thread.ofVirtual().name("proxy to server").start(() -> toServer(client, upstream));
                Thread.ofVirtual().name("proxy to client").start(() -> copy(upstream, client));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void toServer(Socket client, Socket upstream) {
        try {
            InputStream in = client.getInputStream();
            OutputStream out = upstream.getOutputStream();
            byte[] buffer = new byte[8192];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                Cut next = cut.get();
                boolean isThere = new String(buffer, 0, read, StandardCharsets.ISO_8859_1).contains(next.word);
                Cut now = isThere && cut.compareAndSet(next, Cut.NOWHERE) ? next : Cut.NOWHERE;
                if (now == Cut.BEFORE_COMMIT || now == Cut.BEFORE_ISOLATION) {
                    upstream.close();
                    client.close();
                    return;
                }
                if (now == Cut.AFTER_COMMIT) {
                    client.close();
                }
                out.write(buffer, 0, read);
                if (now == Cut.AFTER_COMMIT) {
                    upstream.shutdownOutput();
                    return;
                }
            }
        } catch (IOException e) {
            // one side went
        }
    }

    private static void copy(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // one side went
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
