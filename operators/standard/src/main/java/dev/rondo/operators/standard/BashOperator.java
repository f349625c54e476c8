package dev.rondo.operators.standard;

import dev.rondo.sdk.Action;
import dev.rondo.sdk.CheckReturnValue;
import dev.rondo.sdk.SkipException;
import dev.rondo.sdk.TaskContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Runs a command in bash. Its result is the last line of the command's standard output, or none when there was no
 * output; both output streams go to the log as they come.
 *
 * <p>The command finds {@code RONDO_CTX_DAG_ID}, {@code …_TASK_ID}, {@code …_RUN_ID}, {@code …_TRY_NUMBER} and, where
 * the run has one, {@code …_LOGICAL_DATE} in its environment, and {@code TRACEPARENT} where traces are gathered.
 * Standard input is empty. When the try is cancelled, the command and all it started get SIGTERM, and SIGKILL 5 s
 * later; what it leaves running in the background is ended with it.
 *
 * @param bashCommand what to run, with {@code bash -c}
 * @param env variables of its environment; empty: none
 * @param appendEnv whether these are added to the worker's environment; false: if there are any, they replace it, but
 *     for PATH
 * @param cwd folder to run in; null: a new empty one, deleted afterwards
 * @param skipOnExitCode exit codes that skip the task instead of failing it
 */
@CheckReturnValue
public record BashOperator(
        String bashCommand,
        Map<String, String> env,
        boolean appendEnv,
        @Nullable String cwd,
        Set<Integer> skipOnExitCode)
        implements Action<String> {

    /** Airflow's default for {@code skipOnExitCode}. */
    public static final int SKIP_EXIT_CODE = 99;

    public BashOperator {
        env = Map.copyOf(env);
        skipOnExitCode = Set.copyOf(skipOnExitCode);
    }

    /** Runs this command in the worker's environment, in an empty folder; exit code 99 skips the task. */
    public static BashOperator of(String bashCommand) {
        return new BashOperator(bashCommand, Map.of(), false, null, Set.of(SKIP_EXIT_CODE));
    }

    /** With these variables as its environment; see {@link #appendEnv(boolean)}. */
    public BashOperator env(Map<String, String> variables) {
        return new BashOperator(bashCommand, variables, appendEnv, cwd, skipOnExitCode);
    }

    /** With one more variable in its environment. */
    public BashOperator env(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(env);
        more.put(name, value);
        return env(more);
    }

    /** With the variables added to the worker's environment (true), or in place of it (false, the default). */
    public BashOperator appendEnv(boolean append) {
        return new BashOperator(bashCommand, env, append, cwd, skipOnExitCode);
    }

    /** In this folder, which must exist. */
    public BashOperator cwd(String folder) {
        return new BashOperator(bashCommand, env, appendEnv, folder, skipOnExitCode);
    }

    /** With this exit code skipping the task, and no other. */
    public BashOperator skipOnExitCode(int code) {
        return skipOnExitCode(Set.of(code));
    }

    /** With these exit codes skipping the task; none: every one but 0 fails it. */
    public BashOperator skipOnExitCode(Set<Integer> codes) {
        return new BashOperator(bashCommand, env, appendEnv, cwd, codes);
    }

    @Override
    public @Nullable String execute(TaskContext context) throws Exception {
        List<String> command = new ArrayList<>(List.of("bash", "-c", bashCommand));
        ChildProcess.Exit exit = new ChildProcess(command, env, appendEnv, cwd).run(context);
        if (skipOnExitCode.contains(exit.code())) {
            throw new SkipException("the command ended with exit code " + exit.code() + ", which skips the task");
        }
        if (exit.code() != 0) {
            throw new ProcessFailedException("the command", exit.code());
        }
        return exit.lastLine();
    }
}
