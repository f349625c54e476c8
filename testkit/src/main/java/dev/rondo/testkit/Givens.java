package dev.rondo.testkit;

import dev.rondo.sdk.internal.TaskBody;
import dev.rondo.sdk.internal.define.BodyCode;
import dev.rondo.sdk.internal.xcom.XComException;
import dev.rondo.sdk.internal.xcom.XComType;
import dev.rondo.sdk.spec.TaskSpec;
import dev.rondo.sdk.spec.TaskSpec.Body;
import dev.rondo.testkit.play.DagUnderTest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Results and fakes of a test, as bodies that take the place of others.
 *
 * @param answers JSON by id of an approval task
 */
record Givens(Map<String, BodyCode> bodies, Map<String, String> answers) {

    static Givens of(DagUnderTest dag, Map<String, Object> given, Map<String, Fake> fakes) {
        Map<String, BodyCode> bodies = new HashMap<>();
        Map<String, String> answers = new HashMap<>();
        fakes.forEach((taskId, fake) -> {
            requireBody(dag, taskId);
            bodies.put(taskId, (ctx, in) -> fake.run(ctx));
        });
        given.forEach((taskId, value) -> {
            TaskSpec task = dag.graph().task(dag.requireTask(taskId));
            if (task.body() == Body.APPROVE) {
                answers.put(taskId, encode(dag, taskId, value));
            } else {
                requireBody(dag, taskId);
                bodies.put(taskId, constant(dag, taskId, value));
            }
        });
        return new Givens(Map.copyOf(bodies), Map.copyOf(answers));
    }

    private static void requireBody(DagUnderTest dag, String taskId) {
        Body body = dag.graph().task(dag.requireTask(taskId)).body();
        if (body == Body.EMPTY || body == Body.LATEST_ONLY || body == Body.APPROVE) {
            throw new IllegalArgumentException(
                    "task '" + taskId + "' has no body that could be replaced: it is " + body.wireName());
        }
    }

    private static BodyCode constant(DagUnderTest dag, String taskId, Object value) {
        if (!dag.graph().isMapped(dag.requireTask(taskId))) {
            String ignored = encode(dag, taskId, value);
            return (ctx, in) -> value;
        }
        if (!(value instanceof List<?> values)) {
            throw new IllegalArgumentException("task '" + taskId
                    + "' is mapped; give a list with one result for each of" + " its instances, not " + value);
        }
        values.forEach(each -> {
            String ignored = encode(dag, taskId, each);
        });
        return (ctx, in) -> at(values, ctx.mapIndex(), taskId);
    }

    private static @Nullable Object at(List<?> values, int index, String taskId) {
        if (index >= values.size()) {
            throw new IllegalArgumentException("task '" + taskId + "' has an instance " + index + ", and "
                    + values.size() + " results were given");
        }
        return values.get(index);
    }

    /** The value as the task would send it: what it could not have returned is refused at once. */
    private static String encode(DagUnderTest dag, String taskId, Object value) {
        TaskBody body = dag.body(taskId);
        Optional<XComType> type = body.result();
        try {
            String json = type.orElseGet(() -> XComType.ofValue(value)).encode(value);
            Object back = type.isEmpty() ? value : type.get().decode(json);
            if (back == null) {
                throw new IllegalArgumentException("task '" + taskId + "': null was given");
            }
            return json;
        } catch (XComException | ClassCastException e) {
            throw new IllegalArgumentException(
                    "task '" + taskId + "' returns " + type.map(XComType::name).orElse("nothing")
                            + ", and what was given" + " is none: " + e.getMessage(),
                    e);
        }
    }
}
