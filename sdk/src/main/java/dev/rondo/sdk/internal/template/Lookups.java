package dev.rondo.sdk.internal.template;

import dev.rondo.sdk.Connection;
import dev.rondo.sdk.internal.json.JsonException;
import dev.rondo.sdk.internal.json.JsonValue;
import dev.rondo.sdk.internal.template.CallArguments.Bound;
import dev.rondo.sdk.internal.template.TemplateValue.Callable;
import dev.rondo.sdk.internal.template.TemplateValue.Namespace;
import dev.rondo.sdk.internal.template.TemplateValue.None;
import dev.rondo.sdk.internal.template.TemplateValue.Sequence;
import dev.rondo.sdk.internal.template.TemplateValue.Undefined;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code var}, {@code conn} and {@code ti.xcom_pull}: what is fetched when asked for. */
final class Lookups {

    private Lookups() {}

    /** {@code var.value.KEY}, {@code var.json.KEY} and their {@code get(KEY, DEFAULT)}. */
    static TemplateValue variables(TemplateLookups lookups) {
        return new Namespace("var", name -> switch (name) {
            case "value" ->
                byName("var.value", "variable", key -> lookups.variable(key).map(TemplateValue::of));
            case "json" ->
                byName("var.json", "variable", key -> lookups.variable(key).map(text -> json(key, text)));
            default -> new Undefined("var has no '" + name + "'; there are var.value and var.json");
        });
    }

    private static TemplateValue json(String key, String text) {
        try {
            return TemplateValue.ofJson(JsonValue.parse(text));
        } catch (JsonException e) {
            // Without the exception's text, which may show a part of the variable.
            throw new TemplateException("the variable '" + key + "' is not JSON (line " + e.line() + ", column "
                    + e.column() + "); use var.value." + key);
        }
    }

    /** {@code conn.ID} and {@code conn.get(ID, DEFAULT)}. */
    static TemplateValue connections(TemplateLookups lookups) {
        return byName("conn", "connection", id -> lookups.connection(id).map(Lookups::connection));
    }

    private static Namespace byName(String namespace, String thing, Function<String, Optional<TemplateValue>> find) {
        return new Namespace(namespace, name -> {
            if (name.equals("get")) {
                return new Callable(namespace + ".get", call -> {
                    Bound in = call.bind("key", "default");
                    TemplateValue otherwise = in.find("default");
                    return find.apply(in.text("key"))
                            .orElseGet(() -> otherwise == null ? missing(thing, in.text("key")) : otherwise);
                });
            }
            return find.apply(name).orElseGet(() -> missing(thing, name));
        });
    }

    private static Undefined missing(String thing, String name) {
        return new Undefined("there is no " + thing + " '" + name + "'");
    }

    private static TemplateValue connection(Connection connection) {
        return new Namespace("conn." + connection.id(), name -> switch (name) {
            case "conn_id" -> TemplateValue.of(connection.id());
            case "conn_type" -> TemplateValue.of(connection.type());
            case "host" -> TemplateValue.of(connection.host());
            case "login" -> TemplateValue.of(connection.login());
            case "password" -> TemplateValue.of(connection.password());
            case "schema" -> TemplateValue.of(connection.schema());
            case "port" -> {
                Integer port = connection.port();
                yield port == null ? None.NONE : TemplateValue.of(port.longValue());
            }
            case "extra" -> TemplateValue.of(connection.extra());
            case "extra_dejson" -> TemplateValue.ofJson(JsonValue.parse(connection.extra()));
            case "get_uri" ->
                Members.method("get_uri", call -> {
                    call.requireNone();
                    return TemplateValue.of(connection.toUri());
                });
            default -> null;
        });
    }

    /** {@code ti.xcom_pull(task_ids='a', key='return_value')}; several ids give a list. */
    static TemplateValue xcomPull(TemplateRun run, TemplateLookups lookups) {
        return new Callable("ti.xcom_pull", call -> {
            Bound in =
                    call.bind("task_ids", "dag_id", "key", "include_prior_dates", "session", "map_indexes", "default");
            requireOwnRun(run, in);
            String key = in.text("key", "return_value");
            Integer mapIndex = in.find("map_indexes") == null ? null : Math.toIntExact(in.integer("map_indexes"));
            TemplateValue otherwise = in.get("default", None.NONE);
            TemplateValue tasks = in.get("task_ids", None.NONE);
            if (!(tasks instanceof Sequence several)) {
                String taskId = tasks == None.NONE ? run.taskId() : in.text("task_ids");
                return pull(lookups, taskId, key, mapIndex, otherwise);
            }
            List<TemplateValue> values = new ArrayList<>();
            for (TemplateValue each : several.items()) {
                String taskId = Values.text(each, "xcom_pull() needs texts as 'task_ids'");
                values.add(pull(lookups, taskId, key, mapIndex, otherwise));
            }
            return TemplateValue.list(values);
        });
    }

    private static void requireOwnRun(TemplateRun run, Bound in) {
        TemplateValue dagId = in.get("dag_id", None.NONE);
        boolean ownDag = dagId == None.NONE || Comparisons.equal(dagId, TemplateValue.of(run.dagId()));
        if (!ownDag || in.flag("include_prior_dates", false)) {
            throw new TemplateException("xcom_pull() reads this run only; leave out dag_id and include_prior_dates");
        }
    }

    private static TemplateValue pull(
            TemplateLookups lookups, String taskId, String key, @Nullable Integer mapIndex, TemplateValue otherwise) {
        return lookups.xcom(taskId, key, mapIndex).map(TemplateValue::ofJson).orElse(otherwise);
    }
}
