package dev.rondo.cli.aot;

import static java.util.Objects.requireNonNull;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.ExitCode;
import dev.rondo.cli.Home;
import dev.rondo.cli.server.Installation;
import dev.rondo.cli.server.Parsers;
import dev.rondo.cli.server.WorkerPart;
import dev.rondo.runtime.parse.ParseResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code rondo make-aot}: called by the launcher, in the background. A real standalone runs for some seconds on a home
 * that is thrown away, commands are run against it, a DAG file is read, one task runs, and each JVM writes what it
 * loaded into a cache as it ends.
 *
 * <p>Servers are recorded with the quick compiler only: the profiles of the other one would be in the cache, and a
 * server that starts from it would spend half of its start on compiling what the recorded one found hot.
 *
 * <p>A cache appears under its name only when it is whole. Where none can be made, an empty file stands for it, so that
 * it is not tried again at each start.
 */
@Command(name = "make-aot", hidden = true, description = "Makes the AOT caches of this installation.")
public final class MakeAotCommand implements Callable<Integer> {

    // Beside other work, at the lowest priority, the JVM takes a minute and more to write a cache.
    private static final long LONGEST_MINUTES = 10;

    private static final long LOOK_MILLIS = 200;

    @Option(names = "--cli-options", required = true, description = "JVM options of commands.")
    private String cliOptions = "";

    @Option(names = "--server-options", required = true, description = "JVM options of servers.")
    private String serverOptions = "";

    @Parameters(paramLabel = "FOLDER", description = "Where the caches go.")
    private Path folder = Path.of("");

    @Override
    public Integer call() throws IOException, InterruptedException {
        Files.createDirectories(folder);
        try (FileChannel channel = FileChannel.open(
                        folder.resolve("making.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock == null) {
                return ExitCode.OK.code(); // another process is at it
            }
            make();
        }
        return ExitCode.OK.code();
    }

    private void make() throws IOException, InterruptedException {
        Path home = Files.createTempDirectory("rondo-aot");
        Map<String, Path> made = new LinkedHashMap<>();
        try {
            for (String name : List.of("server", "cli", "parser", "host")) {
                made.put(name, unfinished(name));
            }
            servers(home, requireNonNull(made.get("server")), requireNonNull(made.get("cli")));
            forkedJvms(home, requireNonNull(made.get("parser")), requireNonNull(made.get("host")));
            for (Map.Entry<String, Path> cache : made.entrySet()) {
                publish(cache.getValue(), cache.getKey());
            }
        } finally {
            deleteAll(home);
        }
    }

    private void servers(Path home, Path serverCache, Path cliCache) throws IOException, InterruptedException {
        Path dags = Files.createDirectories(new Home(home).dags());
        Files.writeString(dags.resolve("Sample.java"), Parsers.SAMPLE);
        Process server = start(
                home,
                serverOptions + " -XX:TieredStopAtLevel=1",
                serverCache,
                List.of("standalone", "--port", "0", "--no-examples"));
        try {
            awaitServer(server, new Home(home).serverFile());
            Process commands = start(home, cliOptions, cliCache, List.of("warm-up"));
            end(commands);
        } finally {
            server.destroy(); // SIGTERM: it stops in an orderly way, and writes its cache
            end(server);
        }
    }

    private void forkedJvms(Path home, Path parserCache, Path hostCache) throws IOException, InterruptedException {
        Installation installation = Installation.ofThisProcess();
        Duration longest = Duration.ofMinutes(LONGEST_MINUTES);
        Path jar = home.resolve("sample.jar");
        ParseResult read = new Parsers(installation).train(home.resolve("parser"), written(parserCache), jar, longest);
        if (read instanceof ParseResult.Parsed(List<ParseResult.ParsedDag> dags)) {
            WorkerPart.train(installation, written(hostCache), jar, dags.getFirst(), home.resolve("host"), longest);
        }
    }

    private static List<String> written(Path cache) {
        return List.of("-XX:AOTCacheOutput=" + cache);
    }

    private Path unfinished(String name) throws IOException {
        Path file = folder.resolve(name + ".making");
        Files.deleteIfExists(file); // of a process that was killed: we hold the lock
        return file;
    }

    private static Process start(Path home, String options, Path cache, List<String> words) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options.strip().split(" +", -1)));
        command.addAll(written(cache));
        command.add("-Drondo.dist=" + System.getProperty("rondo.dist"));
        command.add("-cp");
        command.add(System.getProperty("java.class.path")); // a cache is good for this very text
        command.add("dev.rondo.cli.Rondo");
        command.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("RONDO_"));
        builder.environment().put("RONDO_HOME", home.toString());
        builder.redirectErrorStream(true);
        builder.redirectOutput(home.resolve(words.getFirst() + ".out").toFile());
        return builder.start();
    }

    private static void awaitServer(Process server, Path serverFile) throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(LONGEST_MINUTES);
        while (!Files.exists(serverFile)) {
            boolean ignored = never.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            if (!server.isAlive() || System.nanoTime() - end > 0) {
                throw new CommandException(
                        ExitCode.SOFTWARE, "the server whose start was to be recorded did not start");
            }
        }
    }

    private static void end(Process process) throws InterruptedException {
        if (!process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            int ignored = process.waitFor();
        }
    }

    private void publish(Path made, String name) throws IOException {
        Path cache = folder.resolve(name + ".aot");
        if (!Files.exists(made)) {
            Files.write(made, new byte[0]);
        }
        Files.move(made, cache, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void deleteAll(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(MakeAotCommand::delete);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + folder, e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + file, e);
        }
    }
}
