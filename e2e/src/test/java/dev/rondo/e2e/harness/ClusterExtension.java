package dev.rondo.e2e.harness;

import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** One {@link Cluster} for the tests of a class; its words are printed when a test fails. */
public final class ClusterExtension implements BeforeAllCallback, AfterTestExecutionCallback, AfterAllCallback {

    private final Supplier<Cluster> made;
    private final Consumer<Cluster> prepare;
    private @Nullable Cluster cluster;

    /**
     * A cluster that is started before the first test.
     *
     * @param prepare starts its workers
     */
    public ClusterExtension(Consumer<Cluster> prepare) {
        this(Map.of(), prepare);
    }

    /**
     * As above.
     *
     * @param settings environment variables of all processes
     */
    public ClusterExtension(Map<String, String> settings, Consumer<Cluster> prepare) {
        this(() -> new Cluster(settings), prepare);
    }

    /** As above, of a cluster that is made then. */
    public ClusterExtension(Supplier<Cluster> made, Consumer<Cluster> prepare) {
        this.made = made;
        this.prepare = prepare;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        Cluster starting = made.get();
        cluster = starting;
        try {
            starting.start();
            prepare.accept(starting);
        } catch (RuntimeException | AssertionError e) {
            starting.tell();
            starting.close();
            throw e;
        }
    }

    public Cluster get() {
        Cluster started = cluster;
        if (started == null) {
            throw new IllegalStateException("not started: use it in tests, not in fields");
        }
        return started;
    }

    @Override
    public void afterTestExecution(ExtensionContext context) {
        if (context.getExecutionException().isPresent()) {
            get().tell();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        get().close();
    }
}
