package dev.rondo.runtime.host;

import dev.rondo.core.protocol.Dispatch;
import dev.rondo.core.protocol.WorkerMessage;
import dev.rondo.runtime.data.DataRoot;
import dev.rondo.runtime.jar.JarProblemException;
import dev.rondo.runtime.log.TaskLog;
import dev.rondo.sdk.Callback;
import dev.rondo.sdk.TaskFailure;
import dev.rondo.sdk.internal.Bodies;
import dev.rondo.sdk.internal.BodyListener;
import dev.rondo.sdk.internal.BodyResult;
import dev.rondo.sdk.internal.OperatorRun;
import dev.rondo.sdk.internal.TaskBody;
import dev.rondo.sdk.internal.define.Arguments;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonValue;
import dev.rondo.sdk.internal.xcom.XComException;
import dev.rondo.sdk.internal.xcom.XComType;
import dev.rondo.sdk.internal.xcom.XComType.Compilation;
import dev.rondo.sdk.spec.OperatorSpec;
import java.io.IOException;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs one try: finds its body in the jar, decodes its inputs, calls it and encodes what it returned. Every way in
 * which that can go wrong ends as a failed try with a reason; what the author did wrong for good uses no retry.
 */
public final class TaskExecution implements TaskRunner {

    private final DagSource dags;
    private final InstantSource clock;
    private final DataRoot dataRoot;
    // Of the components of built-in operators.
    private final Map<Type, Compilation> typesRead = new ConcurrentHashMap<>();

    /** Runs tries of the one jar of a task host by the clock. */
    public TaskExecution(InstantSource clock, DataRoot dataRoot) {
        this(new DagCache(), clock, dataRoot);
    }

    /** Runs tries with the code of the source. */
    public TaskExecution(DagSource dags, InstantSource clock, DataRoot dataRoot) {
        this.dags = dags;
        this.clock = clock;
        this.dataRoot = dataRoot;
    }

    /** The pinned definition and the jar's do not agree, or the inputs do not fit: no retry would help. */
    private static final class DefinitionException extends Exception {
        private static final long serialVersionUID = 1;

        DefinitionException(String message, Throwable cause) {
            super(message, cause);
        }

        DefinitionException(String message) {
            super(message);
        }
    }

    @Override
    public WorkerMessage.Ended run(
            HostMessage.Run run,
            TaskLog log,
            Server server,
            Begun begun,
            BooleanSupplier cancelled,
            Consumer<Runnable> onCancel) {
        End end = new End(run.dispatch().dispatchId(), now());
        Thread body = Thread.currentThread();
        ClassLoader before = body.getContextClassLoader();
        try {
            return perform(run, log, server, begun, cancelled, onCancel, end);
        } catch (DefinitionException e) {
            log.write("error", "rondo", Thrown.stack(e.getMessage(), e.getCause()));
            return end.failed("definition_changed", log.mask(String.valueOf(e.getMessage())), false);
        } catch (BadResultException e) {
            log.write("error", "rondo", String.valueOf(e.getMessage()));
            return end.failed("bad_result", log.mask(String.valueOf(e.getMessage())), true);
        } catch (Throwable e) { // the outermost frame of the body's thread: everything it throws is the try's failure
            log.write("error", "task", Thrown.stack(null, e));
            return end.failed("exception", log.mask(Thrown.oneLine(e)), true);
        } finally {
            body.setContextClassLoader(before);
        }
    }

    @Override
    public void load(HostMessage.Load load) throws Exception {
        dags.load(load);
    }

    private WorkerMessage.Ended perform(
            HostMessage.Run run,
            TaskLog log,
            Server server,
            Begun begun,
            BooleanSupplier cancelled,
            Consumer<Runnable> onCancel,
            End end)
            throws Exception {
        Dispatch dispatch = run.dispatch();
        Optional<OperatorSpec> builtIn = OperatorText.builtIn(dispatch);
        List<Path> classPath = classPath(run);
        TryContext context = new TryContext(
                run, log, new Questions(server, log), cancelled, clock, classPath, failureOf(dispatch), dataRoot);
        onCancel.accept(context::cancel);
        try {
            if (builtIn.isPresent()) {
                end.begin(now());
                begun.at(end.startedAt());
                BodyResult result = OperatorRun.runBuiltIn(
                        builtIn.get(), TaskExecution.class.getClassLoader(), typesRead, context, heard(end, log));
                return finish(end, log, context, result, Optional.empty());
            }
            return performBody(run, log, context, begun, end);
        } finally {
            context.bodyIsOver();
        }
    }

    private WorkerMessage.Ended performBody(HostMessage.Run run, TaskLog log, TryContext context, Begun begun, End end)
            throws Exception {
        Dispatch dispatch = run.dispatch();
        Bodies bodies = bodies(run);
        Thread.currentThread().setContextClassLoader(dags.loader(run));
        bodies.findParamsType().ifPresent(context::paramsAre);
        String callback = dispatch.callback();
        if (callback != null) {
            Callback code = callback(bodies, dispatch, callback);
            end.begin(now());
            begun.at(end.startedAt());
            code.call(context);
            return end.succeeded(null, null, -1, Map.of());
        }
        TaskBody body = body(bodies, dispatch);
        context.assetsAre(body.outlets(), body.inlets());
        List<@Nullable String> inputs = Objects.requireNonNull(dispatch.inputs(), "inputs are fetched by the worker");
        Arguments arguments;
        try {
            arguments = body.decode(inputs);
        } catch (IllegalArgumentException e) {
            throw new DefinitionException(String.valueOf(e.getMessage()), e);
        }
        Optional<Callback> execute = body.findCallback("execute");
        if (dispatch.mapIndex() >= 0) {
            end.mapName(body.findMapName()
                    .map(template -> context.mapName(template, body.element(inputs)))
                    .orElse(null));
        }
        end.begin(now());
        begun.at(end.startedAt());
        if (execute.isPresent()) {
            execute.get().call(context);
        }
        BodyResult result = body.run(context, arguments, heard(end, log));
        return finish(end, log, context, result, body.result());
    }

    private static BodyListener heard(End end, TaskLog log) {
        return new BodyListener() {
            @Override
            public void rendered(OperatorSpec operator) {
                end.rendered(operator, log::mask);
            }

            @Override
            public void mayBeWatched(Instant timeout) {
                end.watchUntil(timeout);
            }
        };
    }

    private List<Path> classPath(HostMessage.Run run) throws IOException, DefinitionException {
        try {
            return dags.classPath(run);
        } catch (JarProblemException e) {
            throw new DefinitionException(String.valueOf(e.getMessage()), e);
        }
    }

    private Bodies bodies(HostMessage.Run run) throws Exception {
        try {
            return dags.bodies(run);
        } catch (ClassNotFoundException | NoSuchElementException | JarProblemException e) {
            throw new DefinitionException(
                    "the jar " + run.dispatch().jarHash() + " does not define this task any more: " + e.getMessage(),
                    e);
        }
    }

    private static TaskBody body(Bodies bodies, Dispatch dispatch) throws DefinitionException {
        try {
            TaskBody body = bodies.require(dispatch.taskId());
            if (!body.signature().equals(dispatch.signature())) {
                throw new DefinitionException("task '" + dispatch.taskId()
                        + "' is defined with other types than those it was planned with; define() must not depend on where"
                        + " or when it runs");
            }
            return body;
        } catch (NoSuchElementException e) {
            throw new DefinitionException(String.valueOf(e.getMessage()), e);
        }
    }

    private static Callback callback(Bodies bodies, Dispatch dispatch, String kind) throws DefinitionException {
        try {
            Optional<Callback> code = dispatch.taskId().isEmpty()
                    ? bodies.findCallback(kind)
                    : bodies.require(dispatch.taskId()).findCallback(kind);
            return code.orElseThrow(() -> new DefinitionException("there is no callback '" + kind + "' any more"));
        } catch (NoSuchElementException e) {
            throw new DefinitionException(String.valueOf(e.getMessage()), e);
        }
    }

    private WorkerMessage.Ended finish(
            End end, TaskLog log, TryContext context, BodyResult result, Optional<XComType> declared)
            throws BadResultException {
        end.over(now());
        end.assets(context.assetUpdates());
        Map<String, String> pushed = context.pushed();
        return switch (result) {
            case BodyResult.Value(var value) -> {
                if (value == null) {
                    yield end.succeeded(null, null, -1, pushed);
                }
                XComType type = declared.orElseGet(() -> XComType.ofValue(value));
                yield end.succeeded(encode(context, type, value), type.name(), lengthOf(value), pushed);
            }
            case BodyResult.Answer answer -> end.answered(answer.constant(), pushed);
            case BodyResult.Proceed proceed -> end.proceeded(proceed.proceed(), pushed);
            case BodyResult.Skip skip -> {
                log.write("info", "rondo", "skipped: " + skip.reason());
                end.message(skip.reason());
                yield end.skipped(pushed);
            }
            case BodyResult.LookAgain again -> end.lookAgain(end.endedAt().plus(again.in()), again.state());
            case BodyResult.FailWithoutRetry failed -> {
                Throwable cause = failed.cause();
                log.write("error", "task", Thrown.stack(cause == null ? failed.message() : null, cause));
                yield end.failed(failed.timeout() ? "sensor_timeout" : "fail_without_retry", failed.message(), false);
            }
        };
    }

    /** The result cannot be kept; another try may return another one. */
    private static final class BadResultException extends Exception {
        private static final long serialVersionUID = 1;

        BadResultException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    private static String encode(TryContext context, XComType type, Object value) throws BadResultException {
        try {
            return context.encode("return_value", type, value);
        } catch (IllegalArgumentException | XComException e) {
            throw new BadResultException(String.valueOf(e.getMessage()), e);
        }
    }

    private static int lengthOf(Object value) {
        return switch (value) {
            case Collection<?> c -> c.size();
            case Map<?, ?> m -> m.size();
            case Object[] a -> a.length;
            default -> -1;
        };
    }

    // The reason and message of what ended travel as the small state of a callback's dispatch, also when it ended well.
    private static @Nullable TaskFailure failureOf(Dispatch dispatch) {
        String state = dispatch.lookState();
        String callback = dispatch.callback();
        if (callback == null || state == null || callback.equals("success") || callback.equals("skipped")) {
            return null;
        }
        JsonObject failure = (JsonObject) JsonValue.parse(state);
        return new TaskFailure(
                failure.findString("reason").orElse("exception"),
                failure.findString("message").orElse(""));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
