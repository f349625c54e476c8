package dev.rondo.cli.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;

/** Passes on what a PostgreSQL and its client say, but for the version, which becomes 13. */
final class OldPostgres implements AutoCloseable {

    private static final int BUFFER_BYTES = 1 << 16;

    private final URI server;
    private final ServerSocket socket;

    /**
     * Begins to listen.
     *
     * @param url of the real one, for JDBC
     */
    OldPostgres(String url) throws IOException {
        server = URI.create(url.substring("jdbc:".length()));
        socket = new ServerSocket(0, /* backlog= */ 10, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    /** For JDBC. */
    String url() {
        return "jdbc:postgresql://127.0.0.1:" + socket.getLocalPort() + server.getRawPath();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                Socket there = new Socket(server.getHost(), server.getPort());
                Thread.ofVirtual().start(() -> pass(client, there));
                Thread.ofVirtual().start(() -> pass(there, client));
            } catch (IOException e) {
                return; // the end of the test
            }
        }
    }

    private static void pass(Socket from, Socket to) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] bytes = new byte[BUFFER_BYTES];
            for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
                String text = new String(bytes, 0, read, ISO_8859_1);
                out.write(text.replaceAll("(?<=server_version\0)\\d\\d", "13").getBytes(ISO_8859_1));
            }
        } catch (IOException e) {
            // one of the two has gone
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
