package dev.rondo.core.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rondo.core.semantics.RecordedCase;
import dev.rondo.core.semantics.RecordedCases;
import dev.rondo.core.semantics.SemanticsTest;
import dev.rondo.core.state.Instance;
import dev.rondo.core.state.TaskState;
import dev.rondo.core.state.TestRun;
import dev.rondo.sdk.internal.json.JsonArray;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

@SemanticsTest("mapping")
class MappingSemanticsTest {

    private static final int SHOWN = 3;

    @RecordedCases
    void a_mapped_run_goes_as_recorded(RecordedCase recorded) {
        RecordedMapping mapping = RecordedMapping.of(recorded.json());
        TestRun run = TestRun.started(mapping.graph());
        MappedBodies bodies = new MappedBodies(mapping, run);
        for (List<Instance> ready = ready(run); !ready.isEmpty(); ready = ready(run)) {
            for (Instance each : ready) {
                String task = run.graph().task(each.task()).taskId();
                run.begin(task, each.mapIndex());
                run.end(task, each.mapIndex(), bodies.run(task, each.mapIndex()));
            }
        }

        assertThat(run.runState().wireName()).isEqualTo(recorded.text("run_state"));
        assertThat(seen(run, mapping, bodies, recorded)).isEqualTo(expected(recorded));
    }

    private static List<Instance> ready(TestRun run) {
        return run.model().instances().stream()
                .filter(each -> each.state() == TaskState.SCHEDULED)
                .toList();
    }

    private record Shown(
            int mapIndex, String state, @Nullable JsonValue received) {}

    private record OfTask(int mappedLength, List<Shown> instances) {}

    private static Map<String, OfTask> expected(RecordedCase recorded) {
        boolean bare = !recorded.json().path("quirk").isMissingNode();
        Map<String, OfTask> tasks = new LinkedHashMap<>();
        recorded.get("result").propertyStream().forEach(entry -> {
            JsonNode task = entry.getValue();
            List<Shown> instances = task.path("instances")
                    .valueStream()
                    .map(each -> new Shown(
                            each.path("map_index").intValue(),
                            each.path("state").asText(),
                            received(each, bare && entry.getKey().equals("reduce"))))
                    .toList();
            tasks.put(entry.getKey(), new OfTask(task.path("mapped_length").asInt(0), instances));
        });
        return tasks;
    }

    /**
     * Ours hands the only value of a mapped group over as a list of one, like two of them: the recorded quirk is not.
     */
    private static @Nullable JsonValue received(JsonNode instance, boolean bare) {
        if (!instance.has("received")) {
            return null;
        }
        JsonValue received = RecordedMapping.value(instance.path("received"));
        if (bare && received instanceof JsonObject object) {
            JsonArray one = JsonArray.of(List.of(object.require("values")));
            return JsonObject.builder().put("values", one).build();
        }
        return received;
    }

    private static Map<String, OfTask> seen(
            TestRun run, RecordedMapping mapping, MappedBodies bodies, RecordedCase recorded) {
        Map<String, OfTask> tasks = new LinkedHashMap<>();
        for (String task : mapping.recordedTasks()) {
            int index = run.graph().index(task);
            List<Shown> instances = new ArrayList<>();
            for (Instance each : run.model().instancesOf(index)) {
                instances.add(
                        new Shown(each.mapIndex(), each.state().wireName(), bodies.received(task, each.mapIndex())));
            }
            boolean cut =
                    recorded.get("result").path(task).path("instances_cut").asBoolean();
            int length = run.model().expanded(index) ? instances.size() : 0;
            tasks.put(task, new OfTask(length, cut ? instances.subList(0, SHOWN) : instances));
        }
        return tasks;
    }
}
