package dev.rondo.worker.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.core.protocol.SchedulerMessage;
import dev.rondo.runtime.connection.Tested;
import dev.rondo.worker.WorkerConfig;
import dev.rondo.worker.testing.TestConfig;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests of connections in JVMs as in production, against a server that says what a test tells it to. */
class ConnectionTesterTest {

    private static final String SECRET = "sesame-open-17";
    private static final long MINUTE = 60_000;

    @TempDir
    private Path home;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Socket> callers = new ArrayList<>();
    private ServerSocket server;
    private ConnectionTester tester;

    @BeforeEach
    void open() throws IOException {
        WorkerConfig config = TestConfig.of(home, 1);
        tester = new ConnectionTester(config);
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        server.close();
        threads.shutdownNow();
    }

    private SchedulerMessage.TestConnection of(String type, long limitMillis) {
        return new SchedulerMessage.TestConnection(
                1, "c", type + "://ann:" + SECRET + "@127.0.0.1:" + server.getLocalPort(), limitMillis);
    }

    private Socket caller() throws IOException {
        Socket caller = server.accept();
        callers.add(caller);
        return caller;
    }

    private Future<Tested> begin(SchedulerMessage.TestConnection wanted) {
        Callable<Tested> test = () -> tester.test(wanted);
        return threads.submit(test);
    }

    @Test
    void what_the_other_side_says_comes_back_without_the_password() throws Exception {
        Future<Tested> tested = begin(of("smtp", MINUTE));

        caller().getOutputStream().write(("554 go away " + SECRET + "\r\n").getBytes(StandardCharsets.US_ASCII));

        assertThat(tested.get())
                .isEqualTo(new Tested(
                        false,
                        "127.0.0.1:" + server.getLocalPort()
                                + " does not greet as a mail server does, but with: 554 go away ***"));
    }

    @Test
    void one_that_does_not_end_is_killed_when_its_time_is_over() throws Exception {
        Tested tested = tester.test(of("smtp", 1_000)); // it has a socket open, and hears nothing

        assertThat(tested).isEqualTo(new Tested(false, "no answer within 1 s"));
    }

    @Test
    void several_run_at_once_and_more_are_told_to_come_again() throws Exception {
        List<Future<Tested>> all = new ArrayList<>();
        for (int i = 0; i < ConnectionTester.AT_ONCE; i++) {
            all.add(begin(of("smtp", MINUTE)));
        }
        List<Socket> waiting = new ArrayList<>();
        for (int i = 0; i < ConnectionTester.AT_ONCE; i++) {
            waiting.add(caller());
        }

        assertThatThrownBy(() -> tester.test(of("smtp", MINUTE)))
                .isInstanceOf(ConnectionTester.NotTestedException.class)
                .hasMessage("worker 'test' tests 4 connections already; try again in some seconds");

        for (Socket caller : waiting) {
            caller.getOutputStream().write("220 here\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        for (Future<Tested> each : all) {
            assertThat(each.get().passed()).isTrue();
        }
    }

    /** A database of one connection, which lets nobody in but ann. */
    public static final class DoorDriver implements Driver {

        static {
            try {
                DriverManager.registerDriver(new DoorDriver());
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public Connection connect(String url, Properties properties) throws SQLException {
            throw new SQLException(
                    "no entry for " + properties.getProperty("user") + " with " + properties.getProperty("password"));
        }

        @Override
        public boolean acceptsURL(String url) {
            return url.startsWith("jdbc:door:");
        }

        @Override
        public DriverPropertyInfo[] getPropertyInfo(String url, Properties properties) {
            return new DriverPropertyInfo[0];
        }

        @Override
        public int getMajorVersion() {
            return 1;
        }

        @Override
        public int getMinorVersion() {
            return 0;
        }

        @Override
        public boolean jdbcCompliant() {
            return false;
        }

        @Override
        public Logger getParentLogger() {
            return Logger.getGlobal();
        }
    }

    @Test
    void a_driver_in_the_folder_of_libraries_is_used_and_what_it_says_is_masked() throws Exception {
        String entry = DoorDriver.class.getName().replace('.', '/') + ".class";
        Files.createDirectories(home.resolve("lib"));
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(home.resolve("lib/door.jar")));
                InputStream in = Objects.requireNonNull(
                        ConnectionTesterTest.class.getClassLoader().getResourceAsStream(entry))) {
            jar.putNextEntry(new JarEntry(entry));
            in.transferTo(jar);
            jar.putNextEntry(new JarEntry("META-INF/services/java.sql.Driver"));
            jar.write(DoorDriver.class.getName().getBytes(StandardCharsets.UTF_8));
        }

        Tested tested = tester.test(new SchedulerMessage.TestConnection(
                1,
                "c",
                "jdbc://ann:" + SECRET + "@" + URLEncoder.encode("jdbc:door:1", StandardCharsets.UTF_8),
                MINUTE));

        assertThat(tested).isEqualTo(new Tested(false, "jdbc:door:1 refused: no entry for ann with ***"));
    }

    @Test
    void a_jvm_that_cannot_read_the_connection_is_a_finding_with_its_last_words() throws Exception {
        Tested tested = tester.test(new SchedulerMessage.TestConnection(1, "c", "no uri at all", MINUTE));

        assertThat(tested.passed()).isFalse();
        assertThat(tested.message())
                .startsWith("the process of the test ended with 1: ")
                .contains("connection 'c'");
    }
}
