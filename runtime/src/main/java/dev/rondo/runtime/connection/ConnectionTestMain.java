package dev.rondo.runtime.connection;

import dev.rondo.sdk.Connection;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;

/**
 * The JVM of a connection test. It reads the connection as a URI from its input, so that no list of processes shows it,
 * and prints {@code passed} or {@code failed} and the message behind it.
 */
public final class ConnectionTestMain {

    /** What the output begins with where the connection works. */
    public static final String PASSED = "passed\n";

    /** What it begins with where it does not. */
    public static final String FAILED = "failed\n";

    private ConnectionTestMain() {}

    /** Arguments: id of the connection. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        PrintStream out = System.out;
        System.setOut(System.err); // a driver that prints says nothing of the test
        String uri = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
        Tested tested =
                new ConnectionTest(System.getenv(), InstantSource.system()).run(Connection.ofUri(arguments[0], uri));
        out.write(((tested.passed() ? PASSED : FAILED) + tested.message()).getBytes(StandardCharsets.UTF_8));
        out.flush();
        Runtime.getRuntime().halt(0); // a driver may have left threads behind
    }
}
