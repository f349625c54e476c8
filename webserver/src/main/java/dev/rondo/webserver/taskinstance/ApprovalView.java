package dev.rondo.webserver.taskinstance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rondo.sdk.spec.TaskSpec;
import dev.rondo.webserver.rest.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a task asks a person, and what was answered; {@code params} is its form, a field each. */
record ApprovalView(
        List<String> options,
        String subject,
        @Nullable String body,
        @Nullable List<String> defaults,
        boolean multiple,
        Map<String, Object> params,
        List<User> assignedUsers,
        Instant createdAt,
        @Nullable User respondedByUser,
        @Nullable Instant respondedAt,
        @Nullable List<String> chosenOptions,
        Map<String, Object> paramsInput,
        boolean responseReceived,
        InstanceView taskInstance) {

    static final String APPROVE = "Approve";
    static final String REJECT = "Reject";
    static final List<String> OPTIONS = List.of(APPROVE, REJECT);

    /** Somebody, by name. */
    record User(String id, String name) {
        static @Nullable User of(@Nullable Answer answer) {
            return answer == null ? null : new User(answer.by(), answer.by());
        }
    }

    /** What somebody answered. */
    record Answer(String by, Instant at, boolean approved, Map<String, Object> input) {
        List<String> chosen() {
            return List.of(approved ? APPROVE : REJECT);
        }
    }

    /** The receipt for an answer. */
    record Given(User respondedBy, Instant respondedAt, List<String> chosenOptions, Map<String, Object> paramsInput) {
        static Given of(Answer answer) {
            return new Given(new User(answer.by(), answer.by()), answer.at(), answer.chosen(), answer.input());
        }
    }

    /** The same of one try. */
    record OfTry(
            List<String> options,
            String subject,
            @Nullable String body,
            @Nullable List<String> defaults,
            boolean multiple,
            Map<String, Object> params,
            List<User> assignedUsers,
            Instant createdAt,
            @Nullable User respondedByUser,
            @Nullable Instant respondedAt,
            @Nullable List<String> chosenOptions,
            Map<String, Object> paramsInput,
            boolean responseReceived,
            InstanceView.TryView taskInstance) {

        static OfTry of(
                TaskSpec task, Instant createdAt, @Nullable Answer answer, InstanceView.TryView one, Json json) {
            return new OfTry(
                    OPTIONS,
                    task.taskId(),
                    task.options().doc(),
                    null,
                    false,
                    form(task, json),
                    List.of(),
                    createdAt,
                    User.of(answer),
                    answer == null ? null : answer.at(),
                    answer == null ? null : answer.chosen(),
                    answer == null ? Map.of() : answer.input(),
                    answer != null,
                    one);
        }
    }

    static ApprovalView of(
            TaskSpec task, Instant createdAt, @Nullable Answer answer, InstanceView instance, Json json) {
        return new ApprovalView(
                OPTIONS,
                task.taskId(),
                task.options().doc(),
                null,
                false,
                form(task, json),
                List.of(),
                createdAt,
                User.of(answer),
                answer == null ? null : answer.at(),
                answer == null ? null : answer.chosen(),
                answer == null ? Map.of() : answer.input(),
                answer != null,
                instance);
    }

    /** Each field of the answer as Airflow shows a param: its schema, and no value yet. */
    private static Map<String, Object> form(TaskSpec task, Json json) {
        Map<String, Object> fields = new LinkedHashMap<>();
        String form = task.form();
        if (form != null) {
            for (Map.Entry<String, JsonNode> field :
                    json.tree(form).path("properties").properties()) {
                Map<String, @Nullable Object> param = new LinkedHashMap<>();
                param.put("value", null);
                param.put("schema", field.getValue());
                fields.put(field.getKey(), param);
            }
        }
        return fields;
    }
}
