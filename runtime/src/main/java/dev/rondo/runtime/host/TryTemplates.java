package dev.rondo.runtime.host;

import dev.rondo.core.protocol.Ask;
import dev.rondo.core.protocol.Dispatch;
import dev.rondo.sdk.Connection;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonValue;
import dev.rondo.sdk.internal.template.TemplateLookups;
import dev.rondo.sdk.internal.template.TemplateRun;
import dev.rondo.sdk.internal.template.TemplateScope;
import dev.rondo.sdk.internal.template.TemplateVariables;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The names that the templates of one try may use. */
final class TryTemplates {

    private TryTemplates() {}

    static TemplateScope scopeOf(Dispatch dispatch, ZoneId zone, Questions questions) {
        Dispatch.RunFacts run = dispatch.run();
        Dispatch.PrevSuccess previous = run.prevSuccess();
        TemplateRun facts = new TemplateRun(
                dispatch.dagId(),
                dispatch.taskId(),
                dispatch.runId(),
                run.runType(),
                run.logicalDate(),
                run.dataIntervalStart(),
                run.dataIntervalEnd(),
                run.runAfter(),
                zone,
                (JsonObject) JsonValue.parse(run.params()),
                (JsonObject) JsonValue.parse(run.conf()),
                previous == null
                        ? null
                        : new TemplateRun.Interval(previous.dataIntervalStart(), previous.dataIntervalEnd()),
                dispatch.tryNumber(),
                dispatch.maxTries() - 1, // as in Airflow, where ti.max_tries counts the retries
                dispatch.mapIndex());
        return new TemplateVariables(facts, new Lookups(questions));
    }

    private record Lookups(Questions questions) implements TemplateLookups {

        @Override
        public Optional<String> variable(String key) {
            return questions.variable(key);
        }

        @Override
        public Optional<Connection> connection(String id) {
            return questions.connection(id);
        }

        @Override
        public Optional<JsonValue> xcom(String taskId, String key, @Nullable Integer mapIndex) {
            String index = mapIndex == null ? null : mapIndex.toString();
            return Optional.ofNullable(questions.ask(Ask.XCOM_PULL, taskId, index, key, null))
                    .map(JsonValue::parse);
        }
    }
}
