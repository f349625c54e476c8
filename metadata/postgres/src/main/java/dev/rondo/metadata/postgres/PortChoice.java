package dev.rondo.metadata.postgres;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.util.stream.IntStream;

/** Which port to listen on: the one asked for, else the one remembered, else a free one. */
final class PortChoice {

    /**
     * Below the ports that systems lend to outgoing connections (from 32768 on Linux, 49152 on macOS): one of those
     * would be found taken now and then by nobody in particular.
     */
    private static final int FIRST = 20_000;

    private static final int COUNT = 10_000;

    private final PostgresHome home;
    private final int asked;

    PortChoice(PostgresHome home, int asked) {
        this.home = home;
        this.asked = asked;
    }

    boolean isFixed() {
        return asked != 0;
    }

    int first() {
        return isFixed() ? asked : remembered();
    }

    /** A free port above {@code taken}, round the range; homes begin at different ones, so two rarely meet. */
    int nextAfter(int taken) {
        int start = taken >= FIRST && taken < FIRST + COUNT ? taken + 1 - FIRST : 0;
        return IntStream.range(start, start + COUNT)
                .map(step -> FIRST + step % COUNT)
                .filter(PortChoice::isFree)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "no free port on 127.0.0.1 from " + FIRST + " to " + (FIRST + COUNT - 1)));
    }

    void remember(int port) throws IOException {
        if (Files.notExists(home.port()) || remembered() != port) {
            DurableFiles.write(home.port(), port + "\n", "rw-r--r--");
        }
    }

    private int remembered() {
        try {
            if (Files.exists(home.port())) {
                return Integer.parseInt(Files.readString(home.port()).strip());
            }
        } catch (IOException e) {
            throw IoFailure.explained("read the port in " + home.port(), e);
        } catch (NumberFormatException e) {
            // An edited file: the port is no secret and no data, so choose again.
        }
        return nextAfter(FIRST + Math.floorMod(home.folder().hashCode(), COUNT));
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
            return true;
        } catch (BindException e) {
            return false;
        } catch (IOException e) {
            throw IoFailure.explained("try port " + port + " on 127.0.0.1", e);
        }
    }
}
