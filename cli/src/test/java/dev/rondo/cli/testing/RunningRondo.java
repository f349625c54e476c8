package dev.rondo.cli.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.cli.server.StandaloneInTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A real standalone on a home of its own, with a few DAGs, for all tests of this module. Starts with the first that
 * asks.
 */
public final class RunningRondo implements AutoCloseable {

    private static final long LIMIT_NANOS = 120_000_000_000L;

    private final Path home;
    private final StandaloneInTest standalone;

    private RunningRondo(Path home, StandaloneInTest standalone) {
        this.home = home;
        this.standalone = standalone;
    }

    /** Gives the one that runs to tests that have it as a parameter. */
    public static final class Extension implements ParameterResolver {

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == RunningRondo.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot()
                    .getStore(ExtensionContext.Namespace.create(RunningRondo.class))
                    .computeIfAbsent(RunningRondo.class, key -> start(), RunningRondo.class);
        }
    }

    private static RunningRondo start() {
        try {
            Path home = Files.createTempDirectory("rondo-cli-test");
            Files.createDirectories(home.resolve("dags"));
            RunningRondo running = new RunningRondo(home, StandaloneInTest.start(home));
            running.drop("hello", "");
            running.drop("fails", "");
            running.write("Broken.java", "public class Broken implements {");
            running.await(
                    "the DAGs to be read",
                    () -> running.shell()
                                            .rondo("dags", "list", "-o", "plain")
                                            .out()
                                            .lines()
                                            .count()
                                    == 2
                            && running.shell()
                                            .rondo("dags", "list-import-errors")
                                            .code()
                                    == 1);
            return running;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where commands find this server by their home alone. */
    public Shell shell() {
        return new Shell(Map.of("RONDO_HOME", home.toString()));
    }

    public String url() {
        return standalone.url();
    }

    public Path home() {
        return home;
    }

    /** Writes a DAG of one task, {@code work}, that says its id; {@code fails} throws instead, and calls back. */
    public void drop(String dagId, String comment) throws IOException {
        String name = Character.toUpperCase(dagId.charAt(0)) + dagId.substring(1);
        String body = dagId.equals("fails")
                ? "throw new IllegalStateException(\"no luck\");"
                : "System.out.println(\"hello from \" + ctx.taskId()); System.out.println(\"" + comment + "\");";
        write(name + ".java", """
                import dev.rondo.sdk.Dag;
                import dev.rondo.sdk.DagDefinition;

                public final class %s implements DagDefinition {
                    @Override
                    public Dag define() {
                        Dag dag = Dag.create("%s").schedule("@daily").startDate("2026-01-01");
                        dag.task("work").run(ctx -> { %s })
                            .onFailure(ctx -> System.out.println("told that it failed"));
                        return dag;
                    }
                }
                """.formatted(name, dagId, body));
    }

    /** Puts a file into the folder of DAGs. */
    public void write(String fileName, String source) throws IOException {
        Path part = Files.writeString(home.resolve(fileName + ".part"), source);
        Files.move(part, home.resolve("dags").resolve(fileName), StandardCopyOption.REPLACE_EXISTING);
    }

    /** Takes a file out of the folder of DAGs, and waits until its DAG is no longer listed. */
    public void remove(String fileName, String dagId) throws IOException {
        Files.delete(home.resolve("dags").resolve(fileName));
        await(dagId + " to be gone", () -> !isListed(dagId));
    }

    /** Waits until a DAG is listed. */
    public void awaitListed(String dagId) {
        await(dagId + " to be there", () -> isListed(dagId));
    }

    private boolean isListed(String dagId) {
        return shell().rondo("dags", "list", "-o", "plain")
                .out()
                .lines()
                .anyMatch(line -> line.startsWith(dagId + "\t"));
    }

    /** Looks until it is so. */
    public void await(String what, BooleanSupplier isSo) {
        long end = System.nanoTime() + LIMIT_NANOS;
        while (!isSo.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited for " + what).isLessThan(end);
            LockSupport.parkNanos(50_000_000);
        }
    }

    @Override
    public void close() throws IOException {
        standalone.close();
        try (var files = Files.walk(home)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
    }
}
