package dev.rondo.operators.standard;

import dev.rondo.sdk.TaskContext;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A process that a task starts and waits for: its output goes to the log, and it ends when the try is cancelled. */
final class ChildProcess {

    private final List<String> command;
    private final Map<String, String> env;
    private final boolean appendEnv;
    private final @Nullable String cwd;

    /** How a process ended; the last line of its standard output, null when there was none. */
    record Exit(int code, @Nullable String lastLine) {}

    ChildProcess(List<String> command, Map<String, String> env, boolean appendEnv, @Nullable String cwd) {
        this.command = command;
        this.env = env;
        this.appendEnv = appendEnv;
        this.cwd = cwd;
    }

    Exit run(TaskContext context) throws IOException, InterruptedException {
        Path scratch = cwd == null ? Files.createTempDirectory("rondo-task-") : null;
        try {
            return runIn(scratch == null ? folder(String.valueOf(cwd)) : scratch, context);
        } finally {
            if (scratch != null) {
                Scratch.delete(scratch);
            }
        }
    }

    private static Path folder(String cwd) {
        Path folder = Path.of(cwd);
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException("the folder to run in, " + folder.toAbsolutePath()
                    + ", is not there or no folder; make it first, or leave cwd out to run in an empty one");
        }
        return folder;
    }

    private Exit runIn(Path folder, TaskContext context) throws IOException, InterruptedException {
        ProcessTree tree = ProcessTree.start(builder(folder, context));
        try {
            context.onCancel(tree::stop);
            var out = new OutputReader(tree.process().getInputStream(), context.log());
            var err = new OutputReader(tree.process().getErrorStream(), context.log());
            Thread outThread =
                    Thread.ofVirtual().name("stdout of " + context.taskId()).start(out);
            Thread errThread =
                    Thread.ofVirtual().name("stderr of " + context.taskId()).start(err);
            int code = tree.process().waitFor();
            // What is left in the background would hold the streams open, and outlive its task.
            if (tree.killRest()) {
                context.log().log(
                        System.Logger.Level.WARNING,
                        "processes that the command left in the background were ended with it");
            }
            outThread.join();
            errThread.join();
            return new Exit(code, out.lastLine());
        } finally {
            tree.kill();
        }
    }

    private ProcessBuilder builder(Path folder, TaskContext context) {
        var builder = new ProcessBuilder(new ArrayList<>(command))
                .directory(folder.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        Map<String, String> environment = builder.environment();
        if (!env.isEmpty() && !appendEnv) {
            // Without PATH a shell finds its own built-in commands and nothing else.
            environment.keySet().removeIf(name -> !name.equals("PATH"));
        }
        context.traceparent().ifPresent(span -> environment.put("TRACEPARENT", span));
        environment.putAll(env);
        environment.put("RONDO_CTX_DAG_ID", context.dagId());
        environment.put("RONDO_CTX_TASK_ID", context.taskId());
        environment.put("RONDO_CTX_RUN_ID", context.runId());
        environment.put("RONDO_CTX_TRY_NUMBER", Integer.toString(context.tryNumber()));
        context.findLogicalDate()
                .ifPresent(date -> environment.put(
                        "RONDO_CTX_LOGICAL_DATE", date.toInstant().toString()));
        return builder;
    }
}
