package dev.rondo.operators.standard;

import dev.rondo.sdk.Action;
import dev.rondo.sdk.CheckReturnValue;
import dev.rondo.sdk.TaskContext;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Runs a class with a {@code main} method in a process of its own: for code that calls {@code System.exit}, needs a
 * heap or options of its own, or shall not meet the other tasks. The class comes from the DAG's jar or the jars it
 * carries. Its result is the last line of standard output, as for {@link BashOperator}; exit code 0 is success.
 *
 * @param mainClass fully qualified name
 * @param args arguments of {@code main}
 * @param heap its largest heap, such as {@code 512m} or {@code 4g}
 * @param jvmOptions more options for the JVM
 * @param env variables added to the worker's environment
 * @param cwd folder to run in; null: a new empty one, deleted afterwards
 */
@CheckReturnValue
public record JavaMainOperator(
        String mainClass,
        List<String> args,
        String heap,
        List<String> jvmOptions,
        Map<String, String> env,
        @Nullable String cwd)
        implements Action<String> {

    /** Heap when none is said. */
    public static final String DEFAULT_HEAP = "512m";

    public JavaMainOperator {
        args = List.copyOf(args);
        jvmOptions = List.copyOf(jvmOptions);
        env = Map.copyOf(env);
    }

    /** Runs this class with a heap of 512 MiB. */
    public static JavaMainOperator of(String mainClass, String... args) {
        return new JavaMainOperator(mainClass, List.of(args), DEFAULT_HEAP, List.of(), Map.of(), null);
    }

    /** Runs this class with a heap of 512 MiB. */
    public static JavaMainOperator of(Class<?> mainClass, String... args) {
        return of(mainClass.getName(), args);
    }

    /** With this heap. Workers plan by {@code memory(…)} of the task, which is about the worker's own JVM. */
    public JavaMainOperator heap(String size) {
        return new JavaMainOperator(mainClass, args, size, jvmOptions, env, cwd);
    }

    /** With these options for the JVM, such as {@code -XX:+UseZGC}. */
    public JavaMainOperator jvmOptions(String... options) {
        return new JavaMainOperator(mainClass, args, heap, List.of(options), env, cwd);
    }

    /** With these variables added to the worker's environment. */
    public JavaMainOperator env(Map<String, String> variables) {
        return new JavaMainOperator(mainClass, args, heap, jvmOptions, variables, cwd);
    }

    /** In this folder, which must exist. */
    public JavaMainOperator cwd(String folder) {
        return new JavaMainOperator(mainClass, args, heap, jvmOptions, env, folder);
    }

    @Override
    public @Nullable String execute(TaskContext context) throws Exception {
        String classPath = context.classPath().stream()
                .map(Path::toAbsolutePath)
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
        if (classPath.isEmpty()) {
            throw new IllegalStateException("there is no jar to run " + mainClass + " from; the task runs without one");
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx" + heap);
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", classPath, mainClass));
        command.addAll(args);
        ChildProcess.Exit exit = new ChildProcess(command, env, true, cwd).run(context);
        if (exit.code() != 0) {
            throw new ProcessFailedException(mainClass, exit.code());
        }
        return exit.lastLine();
    }
}
