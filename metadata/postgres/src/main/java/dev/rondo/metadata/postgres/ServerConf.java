package dev.rondo.metadata.postgres;

import dev.rondo.metadata.postgres.EmbeddedPostgresConfig.Durability;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The server's settings: a commented file of ours beside the data, written anew at every start. */
final class ServerConf {

    private ServerConf() {}

    static String text(Durability durability, int port) {
        String common = resource("server.conf").replace("{{port}}", Integer.toString(port));
        return durability == Durability.DURABLE ? common : common + resource("disposable.conf");
    }

    static void write(PostgresHome home, Durability durability, int port) throws IOException {
        // No secret in it, and another OS user may have to read it.
        DurableFiles.write(home.serverConf(), text(durability, port), "rw-r--r--");
    }

    /** Whether a server that listens on {@code port} was started with the settings of this version of ours. */
    static boolean isCurrent(PostgresHome home, Durability durability, int port) {
        Path file = home.serverConf();
        try {
            return Files.exists(file) && Files.readString(file).equals(text(durability, port));
        } catch (IOException e) {
            throw IoFailure.explained("read " + file, e);
        }
    }

    private static String resource(String name) {
        try (InputStream input = ServerConf.class.getResourceAsStream(name)) {
            if (input == null) {
                throw new IllegalStateException(name + " is missing beside " + ServerConf.class.getName());
            }
            return new String(input.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(name + " cannot be read", e);
        }
    }
}
