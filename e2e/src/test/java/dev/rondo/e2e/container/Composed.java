package dev.rondo.e2e.container;

import dev.rondo.e2e.harness.Api;
import dev.rondo.e2e.harness.Dags;
import dev.rondo.e2e.harness.Distribution;
import dev.rondo.e2e.harness.RondoProcess;
import dev.rondo.e2e.harness.TestHome;
import dev.rondo.e2e.harness.Words;
import dev.rondo.metadata.JdbcSettings;
import dev.rondo.metadata.postgres.EmbeddedPostgres;
import dev.rondo.metadata.postgres.EmbeddedPostgresConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The services of {@code docker-compose.yml} as processes of this machine: each is started with the command and the
 * environment that the file and the image give it. A host name and port becomes an address of this machine, a path what
 * is mounted there; a path where nothing is mounted is the container's own, and no other one sees it.
 */
final class Composed implements AutoCloseable {

    // All of 127.0.0.0/8 is this machine. Who listens at 127.0.0.1 alone, as nobody in a container may, is not here.
    private static final String ELSEWHERE = "127.0.0.2";

    private static final Pattern HOST_AND_PORT = Pattern.compile("(?<=[/@])([a-z][a-z-]*):(\\d+)");

    private final Dockerfile.Stage image =
            Dockerfile.read(Checkout.read("Dockerfile")).image();
    private final Distribution distribution = Distribution.built();
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final List<TestHome> homes = new ArrayList<>();
    private final Map<String, Container> containers = new HashMap<>();
    private final Map<String, Integer> ports = new HashMap<>();
    private final TestHome shared = home();
    private final TestHome database = home();
    private final EmbeddedPostgres postgres;
    private final ComposeFile file;

    /**
     * Starts the database, as the service {@code postgres}.
     *
     * @param variables of the compose file, beside the password of the database
     */
    Composed(Map<String, String> variables) {
        postgres = EmbeddedPostgres.start(
                database.folder(), EmbeddedPostgresConfig.durable(), time -> LockSupport.parkNanos(time.toNanos()));
        open.push(postgres);
        Map<String, String> all = new LinkedHashMap<>(variables);
        all.put("RONDO_DATABASE_PASSWORD", postgres.settings().password());
        all.put("DAGS_FOLDER", dagsFolder().toString());
        file = ComposeFile.read(Checkout.read("docker-compose.yml"), all);
        ports.put(
                "postgres:5432",
                URI.create(postgres.settings().url().substring("jdbc:".length()))
                        .getPort());
    }

    ComposeFile file() {
        return file;
    }

    /** User, password and database of the service {@code postgres}. */
    JdbcSettings settings() {
        return postgres.settings();
    }

    /** The folder on the machine that DAG files are dropped into. */
    private Path dagsFolder() {
        return shared.dags();
    }

    void drop(String fileName, byte[] content) {
        shared.drop(fileName, content);
    }

    /** The container of that name, which is made when there is none. */
    Container container(String service, String name) {
        return containers.computeIfAbsent(name, n -> new Container(file.service(service), n, home()));
    }

    /** The container of a service that has but one. */
    Container container(String service) {
        return container(service, service);
    }

    /** A container: its own folders stay over a restart. */
    final class Container {
        private final ComposeFile.Service service;
        private final String name;
        private final TestHome own;

        private Container(ComposeFile.Service service, String name, TestHome own) {
            this.service = service;
            this.name = name;
            this.own = own;
        }

        ComposeFile.Service service() {
            return service;
        }

        private Map<String, String> environment() {
            Map<String, String> environment = new LinkedHashMap<>(image.environment());
            environment.putAll(service.environment());
            environment.replaceAll((variable, value) -> onThisMachine(value));
            return environment;
        }

        /** Runs another command in it, as {@code docker compose exec} does; what it printed. */
        String exec(String... words) {
            Map<String, String> environment = environment();
            // Its default, in the container.
            listensAt(service)
                    .ifPresent(port ->
                            environment.put("RONDO_API_URL", "http://127.0.0.1:" + portOf(service.name(), port)));
            RondoProcess command = RondoProcess.start(name + "-exec", distribution, own, environment, List.of(words));
            int code = command.awaitExit();
            if (code != 0) {
                throw new AssertionError(List.of(words) + " ended with " + code + ": " + command.output());
            }
            return command.output();
        }

        /** Starts its process. */
        RondoProcess start() {
            List<String> words = new ArrayList<>(
                    service.command().stream().map(this::onThisMachine).toList());
            listensAt(service)
                    .ifPresent(port -> words.addAll(List.of("--port", Integer.toString(portOf(service.name(), port)))));
            RondoProcess started = RondoProcess.start(name, distribution, own, environment(), words);
            open.push(started);
            return started;
        }

        /** The exit code of its health check. */
        int healthCheck() {
            int port = service.ports().getFirst().containerPort();
            List<String> words = service.healthCheck().stream()
                    .map(word -> word.replace("/" + port, "/" + portOf(service.name(), port)))
                    .toList();
            try {
                return new ProcessBuilder(words)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor();
            } catch (IOException e) {
                throw new UncheckedIOException("cannot run " + words, e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted", e);
            }
        }

        /** A path of the container as one of this machine. */
        Path pathOf(String path) {
            for (ComposeFile.Mount mount : service.mounts()) {
                if (path.equals(mount.target()) || path.startsWith(mount.target() + "/")) {
                    Path source = mount.isVolume() ? volume(mount.source()) : Path.of(mount.source());
                    return Path.of(source + path.substring(mount.target().length()));
                }
            }
            return Path.of(own.folder() + path);
        }

        private String onThisMachine(String word) {
            if (word.startsWith("/")) {
                return pathOf(word).toString();
            }
            return HOST_AND_PORT
                    .matcher(word)
                    .replaceAll(at -> Matcher.quoteReplacement(
                            hostOf(at.group(1)) + ":" + portOf(at.group(1), Integer.parseInt(at.group(2)))));
        }
    }

    /** The port in the container that others come to: a published one, or one that workers are told. */
    private Optional<Integer> listensAt(ComposeFile.Service service) {
        if (!service.ports().isEmpty()) {
            return Optional.of(service.ports().getFirst().containerPort());
        }
        return file.service("worker").command().stream()
                .flatMap(word -> HOST_AND_PORT.matcher(word).results())
                .filter(at -> at.group(1).equals(service.name()))
                .map(at -> Integer.parseInt(at.group(2)))
                .findFirst();
    }

    private String hostOf(String service) {
        if (!file.services().contains(service)) {
            throw new AssertionError("there is no service " + service);
        }
        return service.equals("postgres") ? "127.0.0.1" : ELSEWHERE;
    }

    private int portOf(String service, int containerPort) {
        return ports.computeIfAbsent(service + ":" + containerPort, at -> freePort());
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("no free port", e);
        }
    }

    private Path volume(String name) {
        if (!file.volumes().contains(name)) {
            throw new AssertionError("there is no volume " + name);
        }
        try {
            return Files.createDirectories(shared.folder().resolve("volumes").resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make volume " + name, e);
        }
    }

    /** The API, as a browser on the machine comes to it. */
    Api api() {
        Container webserver = container("webserver");
        int port = webserver.service().ports().getFirst().containerPort();
        try {
            Path password =
                    webserver.pathOf(Objects.requireNonNull(image.environment().get("RONDO_HOME")) + "/admin-password");
            return new Api(
                    URI.create("http://" + ELSEWHERE + ":" + portOf("webserver", port)),
                    Files.readString(password).strip());
        } catch (IOException e) {
            throw new UncheckedIOException("no password", e);
        }
    }

    Dags dags() {
        return new Dags(api());
    }

    private TestHome home() {
        TestHome fresh = TestHome.fresh();
        homes.add(fresh);
        open.push(fresh);
        return fresh;
    }

    /** Prints what all processes said. */
    void tell() {
        homes.forEach(Words::tell);
    }

    @Override
    public void close() {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException("cannot stop a part", e);
            }
        }
    }
}
