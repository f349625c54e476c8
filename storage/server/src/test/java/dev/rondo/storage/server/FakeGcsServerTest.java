package dev.rondo.storage.server;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The same against fake-gcs-server, so that the contract is not merely what our own server does. */
class FakeGcsServerTest extends JsonApiContract {

    private static Process process;
    private static int port;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        Optional<Path> program = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder, "fake-gcs-server"))
                .filter(Files::isExecutable)
                .findFirst();
        assumeTrue(
                program.isPresent(),
                "fake-gcs-server is not on the PATH; go install github.com/fsouza/fake-gcs-server@v1.56.1");
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        process = new ProcessBuilder(
                        program.get().toString(),
                        "-scheme",
                        "http",
                        "-host",
                        "127.0.0.1",
                        "-port",
                        Integer.toString(port),
                        "-backend",
                        "memory",
                        "-log-level",
                        "error",
                        "-external-url",
                        "http://127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        while (!listens()) {
            assumeTrue(process.isAlive(), "fake-gcs-server does not start here");
            Thread.onSpinWait();
        }
    }

    private static boolean listens() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    @AfterAll
    static void stop() {
        if (process != null) {
            process.destroy();
        }
    }

    @Override
    URI server() {
        return URI.create("http://127.0.0.1:" + port);
    }

    @Override
    Set<Difference> differences() {
        return Set.of(Difference.values());
    }
}
