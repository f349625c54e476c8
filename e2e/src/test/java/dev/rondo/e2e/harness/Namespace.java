package dev.rondo.e2e.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A network of its own for processes, with one cable to that of this machine. While that is pulled nothing comes and
 * nothing is told: neither side hears that the other is gone. Making one takes root, and a kernel that lets it.
 */
public final class Namespace implements AutoCloseable {

    private static final String NAME = "rondo" + ProcessHandle.current().pid() % 100_000;
    private static final String OUTER = NAME + "o";
    private static final String INNER = NAME + "i";

    // A network of two addresses that no other test has.
    private static final String PREFIX = "10.213." + ProcessHandle.current().pid() % 250 + ".";
    private static final String OUTER_ADDRESS = PREFIX + "1";
    private static final String INNER_ADDRESS = PREFIX + "2";

    private final Thread atExit = new Thread(Namespace::remove);

    private Namespace() {
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** The one of this process; empty where none can be made. */
    public static Optional<Namespace> make() {
        boolean isMade = ip("netns", "add", NAME)
                && ip("link", "add", OUTER, "type", "veth", "peer", "name", INNER, "netns", NAME)
                && ip("addr", "add", OUTER_ADDRESS + "/30", "dev", OUTER)
                && ip("-n", NAME, "addr", "add", INNER_ADDRESS + "/30", "dev", INNER)
                && ip("-n", NAME, "link", "set", "lo", "up")
                && ip("-n", NAME, "link", "set", INNER, "up")
                && ip("link", "set", OUTER, "up");
        if (!isMade) {
            remove();
            return Optional.empty();
        }
        return Optional.of(new Namespace());
    }

    /** What begins a command that is to run in there. */
    public List<String> entering() {
        return List.of("ip", "netns", "exec", NAME);
    }

    /** The address of this machine as it is seen from in there. */
    public InetAddress outside() {
        try {
            return InetAddress.getByName(OUTER_ADDRESS);
        } catch (IOException e) {
            throw new UncheckedIOException("not an address", e);
        }
    }

    public void pullTheCable() {
        require(ip("link", "set", OUTER, "down"));
    }

    public void plugItIn() {
        require(ip("link", "set", OUTER, "up"));
    }

    private static void require(boolean isDone) {
        if (!isDone) {
            throw new IllegalStateException("the cable of " + NAME + " does not move");
        }
    }

    private static void remove() {
        boolean _ = ip("netns", "del", NAME);
    }

    private static boolean ip(String... words) {
        try {
            Process process = new ProcessBuilder(
                            Stream.concat(Stream.of("ip"), Stream.of(words)).toList())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            boolean isDone = process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
            if (!isDone) {
                System.err.println("ip " + String.join(" ", words) + ": " + said.strip());
            }
            return isDone;
        } catch (IOException e) {
            return false; // there is no such program
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    @Override
    public void close() {
        remove();
        boolean _ = Runtime.getRuntime().removeShutdownHook(atExit);
    }
}
