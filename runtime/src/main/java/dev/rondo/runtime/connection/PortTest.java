package dev.rondo.runtime.connection;

import dev.rondo.sdk.Connection;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** Looks whether a port takes connections. */
final class PortTest {

    // What is meant where none is given.
    private static final Map<String, Integer> USUAL = Map.of(
            "ssh",
            22,
            "sftp",
            22,
            "ftp",
            21,
            "smtp",
            25,
            "redis",
            6379,
            "mongo",
            27_017,
            "elasticsearch",
            9_200,
            "imap",
            143,
            "ldap",
            389);

    private static final int SMTP_WITH_TLS = 465;

    private static final int LONGEST_GREETING = 200;

    private PortTest() {}

    private record Place(String host, int port) {
        @Override
        public String toString() {
            return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        }
    }

    /** Finds the port open, and says that this is all it found. */
    static Tested run(Connection connection) {
        String type = connection.type();
        Optional<Place> place = place(connection, USUAL.get(type.toLowerCase(Locale.ROOT)));
        if (place.isEmpty()) {
            return Tested.failed(
                    "connections of type '" + type + "' cannot be tested here: without host and port there is"
                            + " nothing to reach; run a task that uses it");
        }
        return failure(place.get())
                .map(Tested::failed)
                .orElseGet(() -> Tested.passed(place.get() + " takes connections; type '" + type
                        + "' has no test of its own, so nobody has signed in"));
    }

    /**
     * Whether the port takes connections.
     *
     * @param usual what is meant where no port is given; null: nothing
     */
    static String words(Connection connection, @Nullable Integer usual) {
        return place(connection, usual)
                .map(place -> failure(place).orElse(place + " itself takes connections"))
                .orElse("it has no host and port");
    }

    /** Has a mail server greet. */
    static Tested greeting(Connection connection) {
        Optional<Place> found = place(connection, USUAL.get("smtp"));
        if (found.isEmpty()) {
            return Tested.failed("it has no host");
        }
        Place place = found.get();
        try (Socket socket =
                place.port() == SMTP_WITH_TLS ? SSLSocketFactory.getDefault().createSocket() : new Socket()) {
            connect(socket, place);
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            String line = in.readLine();
            if (line == null || !line.startsWith("220")) {
                return Tested.failed(place + " does not greet as a mail server does, but with: " + cut(line));
            }
            socket.getOutputStream().write("QUIT\r\n".getBytes(StandardCharsets.US_ASCII));
            return Tested.passed(place + " greets as a mail server: " + cut(line) + "; nobody has signed in");
        } catch (IOException e) {
            return Tested.failed(words(place, e));
        }
    }

    private static String cut(@Nullable String line) {
        return line == null ? "nothing" : line.substring(0, Math.min(line.length(), LONGEST_GREETING));
    }

    private static Optional<Place> place(Connection connection, @Nullable Integer usual) {
        String host = connection.host();
        Integer port = connection.port() == null ? usual : connection.port();
        if (host == null || host.isBlank() || port == null) {
            return Optional.empty();
        }
        int protocol = host.indexOf("://");
        String bare = protocol < 0 ? host : host.substring(protocol + 3);
        return Optional.of(new Place(bare, port));
    }

    private static Optional<String> failure(Place place) {
        try (Socket socket = new Socket()) {
            connect(socket, place);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(words(place, e));
        }
    }

    private static void connect(Socket socket, Place place) throws IOException {
        InetSocketAddress address = new InetSocketAddress(place.host(), place.port());
        if (address.isUnresolved()) {
            throw new UnknownHostException("no address is known for this host");
        }
        socket.setSoTimeout(ConnectionTest.CONNECT_MILLIS);
        socket.connect(address, ConnectionTest.CONNECT_MILLIS);
    }

    private static String words(Place place, IOException e) {
        return place + " cannot be reached: " + Tested.words(e);
    }
}
