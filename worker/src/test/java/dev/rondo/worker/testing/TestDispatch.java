package dev.rondo.worker.testing;

import dev.rondo.core.protocol.Dispatch;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonValue;
import dev.rondo.sdk.spec.OperatorSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Dispatches as a scheduler sends them, of tasks without inputs. */
public final class TestDispatch {

    private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");

    private TestDispatch() {}

    /** Of a task whose class no jar has: nobody runs it. */
    public static Dispatch of(long id) {
        return of(id, "train", "ex.Census", "");
    }

    /** Of a task that may wait in a host while another one runs. */
    public static Dispatch of(long id, String taskId, String dagClass, String signature) {
        return new Dispatch(
                id,
                "token",
                /* runNo= */ 1,
                "census",
                "manual__1",
                taskId,
                /* mapIndex= */ 3,
                /* tryNumber= */ 2,
                /* maxTries= */ 0,
                "",
                dagClass,
                signature,
                new Dispatch.RunFacts("manual", NOW, NOW, NOW, NOW, "UTC", "{}", "{}", null),
                List.of(),
                null,
                null,
                null,
                0,
                0,
                List.of(),
                "warm",
                "default",
                null,
                null,
                true,
                null);
    }

    /** Of a further look of a sensor of the installation. */
    public static Dispatch ofOperator(long id, String taskId, OperatorSpec operator, Instant firstLookAt) {
        JsonObject.Builder fields = JsonObject.builder();
        operator.fields().forEach((name, json) -> fields.put(name, JsonValue.parse(json)));
        String text = JsonObject.builder()
                .put("class", operator.className())
                .put("kind", operator.kind())
                .put("built_in", operator.builtIn())
                .put("fields", fields.build())
                .build()
                .toJson();
        return with(of(id, taskId, "ex.Census", ""), "", text, firstLookAt, 0, List.of());
    }

    /** The same, with an execution timeout. */
    public static Dispatch withTimeout(Dispatch of, Duration timeout) {
        return with(of, of.jarHash(), of.operator(), of.firstLookAt(), timeout.toMillis(), of.jvmOptions());
    }

    /** The same, with options for its JVM. */
    public static Dispatch withJvmOptions(Dispatch of, List<String> jvmOptions) {
        return with(of, of.jarHash(), of.operator(), of.firstLookAt(), of.executionTimeoutMillis(), jvmOptions);
    }

    /** The same, with code of this jar. */
    public static Dispatch withJar(Dispatch of, String jarHash) {
        return with(of, jarHash, of.operator(), of.firstLookAt(), of.executionTimeoutMillis(), of.jvmOptions());
    }

    private static Dispatch with(
            Dispatch of,
            String jarHash,
            @Nullable String operator,
            @Nullable Instant firstLookAt,
            long timeoutMillis,
            List<String> jvmOptions) {
        return new Dispatch(
                of.dispatchId(),
                of.token(),
                of.runNo(),
                of.dagId(),
                of.runId(),
                of.taskId(),
                of.mapIndex(),
                of.tryNumber(),
                of.maxTries(),
                jarHash,
                of.dagClass(),
                of.signature(),
                of.run(),
                List.of(),
                operator,
                of.lookState(),
                firstLookAt,
                timeoutMillis,
                of.heapBytes(),
                jvmOptions,
                of.isolation(),
                of.queue(),
                of.callback(),
                of.callbackKey(),
                of.mayRunAhead(),
                of.traceparent());
    }
}
