package dev.rondo.webserver;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rondo.webserver.rest.Api;
import dev.rondo.webserver.rest.Observer;
import dev.rondo.webserver.rest.Role;
import dev.rondo.webserver.rest.Text;
import dev.rondo.webserver.taskinstance.Instances;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The OpenAPI document of the API, from its routes and from what they were seen to read and to answer; shapes are those
 * of the records themselves.
 */
final class OpenApiDocument implements Observer {

    private static final Pattern PART = Pattern.compile("\\{([a-z_]+)}");
    private static final SnakeCaseStrategy NAMES = new SnakeCaseStrategy();

    private final JsonMapper mapper = new JsonMapper();
    private final Map<String, Seen> seen = new ConcurrentSkipListMap<>();
    private final Map<String, ObjectNode> schemas = new TreeMap<>();

    private record Parameter(Kind kind, Set<String> allowed) {}

    private record Seen(
            Map<String, Parameter> parameters, Set<String> bodies, Set<String> answers, Map<String, Class<?>> types) {
        Seen() {
            this(
                    new ConcurrentSkipListMap<>(),
                    new ConcurrentSkipListSet<>(),
                    new ConcurrentSkipListSet<>(),
                    new ConcurrentSkipListMap<>());
        }
    }

    private Seen of(Api.Declared route) {
        return seen.computeIfAbsent(operation(route), o -> new Seen());
    }

    private static String operation(Api.Declared route) {
        return route.method() + " " + route.path();
    }

    @Override
    public void parameter(Api.Declared route, String name, Kind kind, Collection<String> allowed) {
        if (PART.matcher(route.path()).results().noneMatch(part -> part.group(1).equals(name))) {
            of(route).parameters().put(name, new Parameter(kind, new TreeSet<>(allowed)));
        }
    }

    @Override
    public void body(Api.Declared route, Class<?> type) {
        if (type == byte[].class || type.isRecord()) {
            of(route).bodies().add(type.getName());
            of(route).types().put(type.getName(), type);
        }
    }

    @Override
    public void answer(Api.Declared route, int status, Object answer) {
        of(route).answers().add(status + " " + answer.getClass().getName());
        of(route).types().put(answer.getClass().getName(), answer.getClass());
    }

    /** The document of these routes. */
    String of(Collection<Api.Declared> routes) throws Exception {
        ObjectNode document = mapper.createObjectNode();
        document.put("openapi", "3.1.0");
        document.putObject("info")
                .put("title", "Rondo REST API")
                .put(
                        "description",
                        "Airflow's public API, as far as it has a meaning here, and ours beyond it. Errors are problem objects"
                                + " with a stable code and a detail that says what to do.")
                .put("version", "2");
        Map<String, Map<String, ObjectNode>> paths = new TreeMap<>();
        for (Api.Declared route : routes) {
            if (route.offered()
                    && (route.path().startsWith("/api/") || route.path().startsWith("/auth/"))) {
                paths.computeIfAbsent(route.path(), p -> new TreeMap<>())
                        .put(route.method().name().toLowerCase(Locale.ROOT), operationOf(route));
            }
        }
        ObjectNode all = document.putObject("paths");
        paths.forEach((path, operations) -> all.putObject(path).setAll(operations));
        schemas.put("Problem", problem());
        ObjectNode components = document.putObject("components");
        components.putObject("schemas").setAll(schemas);
        components
                .putObject("securitySchemes")
                .putObject("token")
                .put("type", "http")
                .put("scheme", "bearer")
                .put("description", "access_token of POST /auth/token");
        return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(document) + "\n";
    }

    private ObjectNode operationOf(Api.Declared route) {
        Seen known = of(route);
        ObjectNode operation = mapper.createObjectNode();
        operation.put("operationId", operationId(route));
        operation.putArray("tags").add(tag(route.path()));
        operation.put("x-rondo-role", route.role().wireName());
        if (route.role() != Role.PUBLIC) {
            operation.putArray("security").addObject().putArray("token");
        }
        var parameters = operation.putArray("parameters");
        Matcher part = PART.matcher(route.path());
        while (part.find()) {
            parameters
                    .addObject()
                    .put("name", part.group(1))
                    .put("in", "path")
                    .put("required", true)
                    .set("schema", text());
        }
        known.parameters()
                .forEach((name, parameter) -> parameters
                        .addObject()
                        .put("name", name)
                        .put("in", "query")
                        .put("required", false)
                        .set("schema", schemaOf(name, parameter)));
        if (known.bodies().contains(byte[].class.getName())) {
            operation
                    .putObject("requestBody")
                    .putObject("content")
                    .putObject("application/octet-stream")
                    .putObject("schema")
                    .put("type", "string")
                    .put("format", "binary");
        } else if (!known.bodies().isEmpty()) {
            ObjectNode body = operation.putObject("requestBody");
            body.putObject("content")
                    .putObject("application/json")
                    .set("schema", oneOf(known.bodies(), known.types(), true));
        }
        responses(route, known, operation.putObject("responses"));
        return operation;
    }

    private void responses(Api.Declared route, Seen known, ObjectNode responses) {
        Map<String, Set<String>> byStatus = new TreeMap<>();
        known.answers()
                .forEach(answer -> byStatus.computeIfAbsent(answer.substring(0, 3), s -> new TreeSet<>())
                        .add(answer.substring(4)));
        byStatus.forEach((status, types) -> {
            ObjectNode content =
                    responses.putObject(status).put("description", "done").putObject("content");
            Set<String> json = new TreeSet<>(types);
            if (json.remove(Text.class.getName())) {
                content.putObject("text/plain").set("schema", text());
            }
            content.putObject("application/json").set("schema", oneOf(json, known.types(), false));
        });
        if (byStatus.isEmpty()) {
            boolean reads = route.method().name().equals("GET");
            responses.putObject(reads ? "200" : "204").put("description", reads ? "as it is asked for" : "done");
        }
        if (isListOfInstances(route, known)) {
            refused(
                    responses,
                    "422",
                    "a parameter is wrong, or more rows fit than are sorted or looked through for a page: no index gives"
                            + " them by state, task_id, map_index or try_number; the detail says what to ask instead");
        }
        refused(responses, "default", "refused; the detail says what to do");
    }

    private static boolean isListOfInstances(Api.Declared route, Seen known) {
        return known.types().containsKey(Instances.class.getName())
                && (known.parameters().containsKey("order_by") || route.path().endsWith("/list"));
    }

    private static void refused(ObjectNode responses, String status, String why) {
        responses
                .putObject(status)
                .put("description", why)
                .putObject("content")
                .putObject("application/json")
                .putObject("schema")
                .put("$ref", "#/components/schemas/Problem");
    }

    private ObjectNode oneOf(Set<String> names, Map<String, Class<?>> types, boolean body) {
        List<ObjectNode> choices = names.stream()
                .map(name -> recordOf(java.util.Objects.requireNonNull(types.get(name)), body))
                .toList();
        if (choices.size() == 1) {
            return choices.getFirst();
        }
        ObjectNode schema = mapper.createObjectNode();
        schema.putArray("anyOf").addAll(choices);
        return schema;
    }

    private static String operationId(Api.Declared route) {
        return (route.method().name() + route.path().replace("/api/v2", ""))
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "_")
                .replaceAll("_$", "");
    }

    private static String tag(String path) {
        String[] parts = path.replace("/api/v2/", "").split("/", -1);
        for (int i = parts.length - 1; i >= 0; i--) {
            if (parts[i].equals("dagRuns") || parts[i].equals("taskInstances") || parts[i].equals("xcomEntries")) {
                return parts[i];
            }
        }
        return parts[0].isEmpty() ? parts[1] : parts[0];
    }

    private ObjectNode text() {
        return mapper.createObjectNode().put("type", "string");
    }

    private ObjectNode schemaOf(String name, Parameter parameter) {
        ObjectNode schema = mapper.createObjectNode();
        switch (parameter.kind()) {
            case TEXT -> schema.put("type", "string");
            case INTEGER -> schema.put("type", "integer");
            case FLAG -> schema.put("type", "boolean");
            case MOMENT -> schema.put("type", "string").put("format", "date-time");
            case NUMBER -> schema.put("type", "number");
            case LIST -> {
                schema.put("type", "array");
                ObjectNode items = schema.putObject("items").put("type", "string");
                Set<String> both = new TreeSet<>(parameter.allowed());
                if (name.equals("order_by")) {
                    parameter.allowed().forEach(key -> both.add("-" + key));
                }
                allowed(items, both);
                return schema;
            }
            case INTEGERS -> {
                schema.put("type", "array").putObject("items").put("type", "integer");
                return schema;
            }
        }
        allowed(schema, parameter.allowed());
        return schema;
    }

    private static void allowed(ObjectNode schema, Set<String> allowed) {
        if (!allowed.isEmpty()) {
            var values = schema.putArray("enum");
            allowed.forEach(values::add);
        }
    }

    /** A reference to the schema of a record, which is made with the first. */
    private ObjectNode recordOf(Class<?> type, boolean body) {
        if (!type.isRecord()) {
            return mapper.createObjectNode();
        }
        String name = nameOf(type);
        if (!schemas.containsKey(name)) {
            ObjectNode schema = mapper.createObjectNode().put("type", "object");
            schemas.put(name, schema); // before its parts: some hold others of their own kind
            ObjectNode properties = schema.putObject("properties");
            var required = mapper.createArrayNode();
            fields(type, body, properties, required);
            if (!body && !required.isEmpty()) {
                schema.set("required", required);
            }
            schema.put("additionalProperties", false);
        }
        return mapper.createObjectNode().put("$ref", "#/components/schemas/" + name);
    }

    private void fields(
            Class<?> type,
            boolean body,
            ObjectNode properties,
            com.fasterxml.jackson.databind.node.ArrayNode required) {
        for (RecordComponent component : type.getRecordComponents()) {
            if (component.getAccessor().isAnnotationPresent(JsonUnwrapped.class)
                    || component.isAnnotationPresent(JsonUnwrapped.class)) {
                fields(component.getType(), body, properties, required);
                continue;
            }
            JsonProperty named = component.getAccessor().getAnnotation(JsonProperty.class);
            String name = named == null ? NAMES.translate(component.getName()) : named.value();
            properties.set(name, schemaOf(component.getAnnotatedType(), body));
            required.add(name);
        }
    }

    private static String nameOf(Class<?> type) {
        Class<?> outer = type.getEnclosingClass();
        return outer == null
                ? type.getSimpleName()
                : outer.getSimpleName().replaceAll("(Routes|Route|View)$", "") + type.getSimpleName();
    }

    private ObjectNode schemaOf(AnnotatedType annotated, boolean body) {
        ObjectNode schema = bare(annotated, body);
        if (!annotated.isAnnotationPresent(Nullable.class) || schema.isEmpty()) {
            return schema;
        }
        ObjectNode either = mapper.createObjectNode();
        either.putArray("anyOf").add(schema).addObject().put("type", "null");
        return either;
    }

    private ObjectNode bare(AnnotatedType annotated, boolean body) {
        Type type = annotated.getType();
        ObjectNode schema = mapper.createObjectNode();
        if (annotated instanceof AnnotatedParameterizedType generic) {
            Class<?> raw = (Class<?>) ((ParameterizedType) type).getRawType();
            AnnotatedType last =
                    generic.getAnnotatedActualTypeArguments()[generic.getAnnotatedActualTypeArguments().length - 1];
            if (Map.class.isAssignableFrom(raw)) {
                schema.put("type", "object").set("additionalProperties", schemaOf(last, body));
            } else {
                schema.put("type", "array").set("items", schemaOf(last, body));
            }
            return schema;
        }
        Class<?> plain = (Class<?>) type;
        if (plain.isRecord()) {
            return recordOf(plain, body);
        }
        if (plain == String.class) {
            schema.put("type", "string");
        } else if (plain == java.util.UUID.class) {
            schema.put("type", "string").put("format", "uuid");
        } else if (plain == Instant.class) {
            schema.put("type", "string").put("format", "date-time");
        } else if (plain == boolean.class || plain == Boolean.class) {
            schema.put("type", "boolean");
        } else if (plain == double.class || plain == Double.class) {
            schema.put("type", "number");
        } else if (plain == int.class || plain == Integer.class || plain == long.class || plain == Long.class) {
            schema.put("type", "integer");
        } else if (plain != Object.class && !JsonNode.class.isAssignableFrom(plain)) {
            throw new IllegalStateException("no schema is known for " + plain);
        }
        return schema;
    }

    private ObjectNode problem() {
        ObjectNode schema = mapper.createObjectNode().put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        properties.putObject("detail").put("type", "string");
        properties.putObject("title").put("type", "string");
        properties.putObject("status").put("type", "integer");
        properties.putObject("code").put("type", "string");
        schema.putArray("required").add("detail").add("status").add("code");
        return schema;
    }
}
