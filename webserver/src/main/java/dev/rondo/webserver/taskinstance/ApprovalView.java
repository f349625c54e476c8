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
            String by = answer == null ? null : answer.by();
            return by == null ? null : new User(by, by);
        }
    }

    /**
     * What was answered.
     *
     * @param by null: nobody did in time, and the default was taken
     */
    record Answer(@Nullable String by, Instant at, boolean approved, Map<String, Object> input) {
        List<String> chosen() {
            return List.of(approved ? APPROVE : REJECT);
        }
    }

    /** The receipt for an answer. */
    record Given(
            @Nullable User respondedBy,
            Instant respondedAt,
            List<String> chosenOptions,
            Map<String, Object> paramsInput) {
        static Given of(Answer answer) {
            return new Given(User.of(answer), answer.at(), answer.chosen(), answer.input());
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
                    defaultsOf(task),
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
                defaultsOf(task),
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

    /** What is chosen at the end of the time; null: nothing, the task fails then. */
    private static @Nullable List<String> defaultsOf(TaskSpec task) {
        return task.defaultAnswer() == null ? null : List.of(task.isRejectedByDefault() ? REJECT : APPROVE);
    }

    /** Each field of the answer as Airflow shows a param: its schema, and the value that is taken by default. */
    private static Map<String, Object> form(TaskSpec task, Json json) {
        Map<String, Object> fields = new LinkedHashMap<>();
        String form = task.form();
        if (form != null) {
            String otherwise = task.defaultAnswer();
            JsonNode values = otherwise == null ? null : json.tree(otherwise);
            for (Map.Entry<String, JsonNode> field :
                    json.tree(form).path("properties").properties()) {
                Map<String, @Nullable Object> param = new LinkedHashMap<>();
                param.put("value", values == null ? null : values.get(field.getKey()));
                param.put("schema", field.getValue());
                fields.put(field.getKey(), param);
            }
        }
        return fields;
    }
}
