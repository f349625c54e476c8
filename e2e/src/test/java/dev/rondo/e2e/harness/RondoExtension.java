package dev.rondo.e2e.harness;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * One {@code rondo standalone} for the tests of a class: started in a fresh home on a free port, stopped behind the
 * last test together with all that it left. When a test fails, the server's words are printed.
 */
public final class RondoExtension implements BeforeAllCallback, AfterTestExecutionCallback, AfterAllCallback {

    private static final String WITHOUT_EXAMPLES = "--no-examples";

    private final Supplier<Distribution> distribution;
    private final List<String> by;
    private final Consumer<TestHome> prepare;
    private final Map<String, String> environment;
    private final List<String> options;
    private @Nullable TestHome home;
    private @Nullable RondoProcess process;
    private @Nullable Api api;

    private RondoExtension(
            Supplier<Distribution> distribution,
            List<String> by,
            Consumer<TestHome> prepare,
            Map<String, String> environment,
            List<String> options) {
        this.distribution = distribution;
        this.by = by;
        this.prepare = prepare;
        this.environment = environment;
        this.options = options;
    }

    /** Standalone without the examples. */
    public static RondoExtension standalone() {
        return standalone(Map.of());
    }

    /** Standalone without the examples, with these environment variables and further options. */
    public static RondoExtension standalone(Map<String, String> environment, String... options) {
        List<String> all = new ArrayList<>(List.of(options));
        all.add(WITHOUT_EXAMPLES);
        return new RondoExtension(Distribution::built, List.of(), home -> {}, environment, all);
    }

    /** The same, started by another command, which is to become that process. */
    public RondoExtension startedBy(List<String> command) {
        return new RondoExtension(distribution, command, prepare, environment, options);
    }

    /** The same, in a home in which something is done before the first start. */
    public RondoExtension preparedBy(Consumer<TestHome> preparation) {
        return new RondoExtension(distribution, by, preparation, environment, options);
    }

    /** The same, of another distribution than the build's folder; asked for before the start. */
    public RondoExtension of(Supplier<Distribution> another) {
        return new RondoExtension(another, by, prepare, environment, options);
    }

    /** The same, with these environment variables. */
    public RondoExtension with(Map<String, String> variables) {
        return new RondoExtension(distribution, by, prepare, variables, options);
    }

    /** Standalone with the examples, as one who tries Rondo starts it. */
    public static RondoExtension withExamples() {
        return new RondoExtension(Distribution::built, List.of(), home -> {}, Map.of(), List.of());
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        TestHome fresh = TestHome.fresh();
        home = fresh;
        try {
            prepare.accept(fresh);
            start();
        } catch (RuntimeException | AssertionError e) {
            tell();
            afterAll(context);
            throw e;
        }
    }

    /** Starts the server, at first or again after it was killed; returns when it is ready. */
    public void start() {
        launch();
        TestHome at = home();
        RondoProcess started = process();
        Await.until("standalone to be ready", () -> {
            if (!started.isAlive()) {
                throw new AssertionError("standalone ended with " + started.awaitExit() + ":\n" + started.output());
            }
            return at.read("server.json").contains("\"pid\": " + started.pid() + "}");
        });
        api = new Api(url(at), password());
    }

    /** Starts the server and does not wait for it. */
    public void launch() {
        List<String> words = new ArrayList<>(List.of("standalone", "--port", "0"));
        words.addAll(options);
        process = RondoProcess.start(by, "standalone", distribution.get(), home(), environment, words);
    }

    private static URI url(TestHome home) {
        try {
            return URI.create(new ObjectMapper()
                    .readTree(home.read("server.json"))
                    .path("url")
                    .asText());
        } catch (IOException e) {
            throw new UncheckedIOException("server.json is no JSON", e);
        }
    }

    public TestHome home() {
        return there(home);
    }

    public RondoProcess process() {
        return there(process);
    }

    /** The password of {@code admin}. */
    public String password() {
        return home().read("admin-password").strip();
    }

    public Api api() {
        return there(api);
    }

    public Dags dags() {
        return new Dags(api());
    }

    @Override
    public void afterTestExecution(ExtensionContext context) {
        if (context.getExecutionException().isPresent()) {
            tell();
        }
    }

    private void tell() {
        if (home != null) {
            Words.tell(home);
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        try {
            if (process != null) {
                process.close();
            }
        } finally {
            if (home != null) {
                home.close();
            }
        }
    }

    private static <T> T there(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("not started: use it in tests, not in fields");
        }
        return part;
    }
}
