package dev.rondo.benchmarks.scenario;

import dev.rondo.benchmarks.server.Apart;
import dev.rondo.benchmarks.server.BenchmarkException;
import dev.rondo.benchmarks.server.DagJar;
import dev.rondo.benchmarks.server.Installation;
import dev.rondo.benchmarks.server.RondoServer;
import dev.rondo.benchmarks.server.Surroundings;
import dev.rondo.storage.server.BucketServer;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What scenarios are measured with: the distribution, a home that all of them share, clocks. */
public final class Bench implements AutoCloseable {

    // Of a worker, and of standalone, where nothing is said.
    private static final int SLOTS = 8;

    private final Path launcher;
    private final Path distribution;
    private final Path home;
    private final Path work;
    private final DagJar jars;
    private final Surroundings surroundings;
    private final Processes processes;

    private Bench(
            Path launcher,
            Path distribution,
            Path home,
            Path work,
            DagJar jars,
            Surroundings surroundings,
            Processes processes) {
        this.launcher = launcher;
        this.distribution = distribution;
        this.home = home;
        this.work = work;
        this.jars = jars;
        this.surroundings = surroundings;
        this.processes = processes;
    }

    /** How the parts of Rondo are put into processes, where a scenario leaves that open. */
    public enum Processes {
        /** {@code rondo standalone}: scheduler, webserver and worker in one. */
        STANDALONE,
        /** Scheduler, DAG processor, webserver and worker each in one of its own. */
        APART
    }

    /** A bench for one distribution, with an empty home in the temporary folder. */
    public static Bench of(Path launcher, Path distribution, Surroundings surroundings, Processes processes)
            throws IOException {
        Path home = Files.createTempDirectory("rondo-benchmark-home");
        Path work = Files.createTempDirectory("rondo-benchmark-work");
        return new Bench(
                launcher, distribution, home, work, new DagJar(classPath(distribution), work), surroundings, processes);
    }

    // What an author compiles against: the sdk and the operators.
    private static List<Path> classPath(Path distribution) throws IOException {
        try (Stream<Path> jars = Files.list(distribution.resolve("lib"));
                Stream<Path> operators = Files.list(distribution.resolve("operators"))) {
            Path sdk = jars.filter(jar -> jar.getFileName().toString().startsWith("rondo-sdk-"))
                    .findFirst()
                    .orElseThrow(() -> new BenchmarkException("no sdk in " + distribution + "; build Rondo again"));
            return Stream.concat(Stream.of(sdk), operators).toList();
        }
    }

    /** Starts Rondo: standalone on the shared home, or its processes apart on an empty database. */
    Installation start() throws IOException {
        return processes == Processes.APART ? startApart(1, SLOTS) : startServer();
    }

    /** Starts Rondo on an empty database, for what would leave work behind for other scenarios. */
    Installation startEmpty() throws IOException {
        return processes == Processes.APART ? startApart(1, SLOTS) : startOnEmptyHome();
    }

    /** Starts the server on the shared home, without examples. */
    public RondoServer startServer() throws IOException {
        surroundings.progress().say("starting");
        return RondoServer.start(launcher, home, List.of("--no-examples"), surroundings);
    }

    /** Starts the server on an empty home, for what would leave work behind for other scenarios. */
    public RondoServer startOnEmptyHome() throws IOException {
        surroundings.progress().say("starting on an empty home");
        return RondoServer.start(
                launcher, Files.createTempDirectory(work, "home"), List.of("--no-examples"), surroundings);
    }

    /** Starts the server on an empty home, without examples, that reaches a bucket and is told something of it. */
    RondoServer startWithBucket(BucketServer bucket, String option, String place) throws IOException {
        surroundings.progress().say("starting on an empty home with " + option + " " + place);
        return RondoServer.start(
                launcher,
                Files.createTempDirectory(work, "home"),
                List.of("--no-examples", option, place),
                Map.of("RONDO_GCS_ENDPOINT", bucket.uri().toString()),
                surroundings);
    }

    /** Starts the server on an empty home that nothing else uses, with the examples. */
    public RondoServer startWithExamples() throws IOException {
        surroundings.progress().say("starting with the examples");
        return RondoServer.start(launcher, Files.createTempDirectory(work, "home"), List.of(), surroundings);
    }

    /** Starts the processes apart, on an empty database, with one worker of so many slots. */
    public Apart startApart(int schedulers, int slots) throws IOException {
        surroundings.progress().say("starting the processes apart");
        return Apart.start(launcher, Files.createTempDirectory(work, "apart"), schedulers, slots, surroundings);
    }

    /** Waits for the AOT caches, which the launcher makes in the background after the first start of a distribution. */
    public void awaitCaches() throws IOException {
        Path caches = distribution.resolve("cache");
        if (!Files.isDirectory(caches)) {
            return; // it makes none, or elsewhere
        }
        try (Stream<Path> files = Files.walk(caches, 2)) {
            for (Path lock : files.filter(file -> file.endsWith("making.lock")).toList()) {
                surroundings.progress().say("waiting for the AOT caches, if they are being made");
                try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE)) {
                    channel.lock().release();
                }
            }
        }
    }

    Path distribution() {
        return distribution;
    }

    /** An empty folder for a scenario. */
    Path newFolder(String name) throws IOException {
        return Files.createTempDirectory(work, name);
    }

    /** A jar of a DAG class, see {@link DagJar#make}. */
    public Path jar(String className, Map<String, Integer> values) throws IOException {
        return jars.make(className, values);
    }

    /** A file of its own with the source of a DAG class, see {@link DagJar#source}, whose class is named anew. */
    Path sourceFile(String className, Map<String, Integer> values, String newName) throws IOException {
        return Files.writeString(
                work.resolve(newName + ".java"),
                DagJar.source(className, values).replace(className, newName));
    }

    public Surroundings surroundings() {
        return surroundings;
    }

    /** Load average of the last minute: what else this machine did. */
    public static double load() throws IOException {
        return Double.parseDouble(Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0]);
    }

    @Override
    public void close() throws IOException {
        remove(work);
        remove(home);
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.toList().reversed()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
