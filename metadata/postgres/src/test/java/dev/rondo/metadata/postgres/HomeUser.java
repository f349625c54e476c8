package dev.rondo.metadata.postgres;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The test's side of {@link HomeUserMain}. */
final class HomeUser implements AutoCloseable {

    /** How to run it: what stands before {@code java}, from which class path, with which environment on top. */
    record Way(List<String> prefix, String classPath, String installations, Map<String, String> environment) {

        static final Way PLAIN = new Way(
                List.of(),
                System.getProperty("java.class.path"),
                Path.of("target/postgres").toAbsolutePath().toString(),
                Map.of());
    }

    private final Process process;
    private final BufferedReader output;

    private HomeUser(Process process) {
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
    }

    static HomeUser run(Path home, String doing) throws IOException {
        return run(Way.PLAIN, home, doing);
    }

    static HomeUser run(Way way, Path home, String doing) throws IOException {
        List<String> command = new ArrayList<>(way.prefix());
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx64m",
                "-cp",
                way.classPath(),
                HomeUserMain.class.getName(),
                home.toString(),
                way.installations(),
                doing));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(way.environment());
        return new HomeUser(builder.start());
    }

    /** The next line it says; "" when it has ended. */
    String says() throws IOException {
        String line = output.readLine();
        return line == null ? "" : line;
    }

    ProcessHandle process() {
        return process.toHandle();
    }

    /** Lets it close the server and end. */
    int finish() throws IOException, InterruptedException {
        process.getOutputStream().close();
        return process.waitFor();
    }

    /** kill -9. */
    void kill() {
        Homes.kill(process.toHandle());
    }

    @Override
    public void close() {
        kill();
    }
}
