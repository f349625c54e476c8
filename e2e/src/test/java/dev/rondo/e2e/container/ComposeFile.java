package dev.rondo.e2e.container;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * A compose file as Docker Compose reads it: anchors and merges resolved, and in its texts {@code ${NAME:-DEFAULT}} and
 * {@code ${NAME:?MESSAGE}} replaced by variables. Knows what this repository's file uses, and fails on anything else.
 */
final class ComposeFile {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)(?:(:[-?])([^}]*))?}|\\$(.?)");

    private static final Pattern SPAN = Pattern.compile("(\\d+)(s|m)");

    private final Map<String, Object> root;

    private ComposeFile(Map<String, Object> root) {
        this.root = root;
    }

    /** A variable that must be set is not. Its message is what Docker Compose says. */
    static final class MissingVariableException extends RuntimeException {
        private static final long serialVersionUID = 1;

        MissingVariableException(String name, String message) {
            super("required variable " + name + " is missing a value: " + message);
        }
    }

    /**
     * Reads it.
     *
     * @throws MissingVariableException when it asks for one that is not among the variables, or is empty
     */
    static ComposeFile read(String text, Map<String, String> variables) {
        Object read = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
        return new ComposeFile(mapOf(resolved(read, variables)));
    }

    private static Object resolved(Object node, Map<String, String> variables) {
        return switch (node) {
            case Map<?, ?> map -> {
                Map<Object, Object> resolved = new LinkedHashMap<>();
                map.forEach((key, value) -> resolved.put(key, value == null ? "" : resolved(value, variables)));
                yield resolved;
            }
            case Collection<?> list ->
                list.stream().map(each -> resolved(each, variables)).toList();
            case String text ->
                VARIABLE.matcher(text).replaceAll(match -> Matcher.quoteReplacement(valueOf(match, text, variables)));
            default -> node;
        };
    }

    private static String valueOf(MatchResult match, String text, Map<String, String> variables) {
        String name = match.group(1);
        if (name == null) {
            if (match.group(4).equals("$")) {
                return "$";
            }
            throw new IllegalArgumentException("write $$ for $, and ${NAME} for a variable, in: " + text);
        }
        String value = variables.getOrDefault(name, "");
        if (!value.isEmpty() || match.group(2) == null) {
            return value;
        }
        if (match.group(2).equals(":?")) {
            throw new MissingVariableException(name, match.group(3));
        }
        return match.group(3);
    }

    /** Names of its services. */
    Set<String> services() {
        return Set.copyOf(map("services").keySet());
    }

    /** Names of its volumes. */
    Set<String> volumes() {
        return Set.copyOf(map("volumes").keySet());
    }

    Service service(String name) {
        return new Service(name, mapOf(Objects.requireNonNull(map("services").get(name), name)));
    }

    private Map<String, Object> map(String key) {
        return mapOf(Objects.requireNonNull(root.get(key), key));
    }

    /**
     * What a container sees of a folder.
     *
     * @param source name of a volume, or path on the machine
     * @param target path in the container
     */
    record Mount(String source, String target, boolean isVolume) {}

    /**
     * A port on the machine that leads to one of a container.
     *
     * @param address of the machine
     */
    record Published(String address, int port, int containerPort) {}

    /** One service. */
    record Service(String name, Map<String, Object> all) {

        String image() {
            return text("image");
        }

        /** Of the build; empty: it is not built. */
        Map<String, Object> build() {
            Object build = all.get("build");
            return build == null ? Map.of() : mapOf(build);
        }

        List<String> command() {
            return texts((Collection<?>) required("command"));
        }

        Map<String, String> environment() {
            Map<String, String> environment = new LinkedHashMap<>();
            mapOf(required("environment")).forEach((name, value) -> environment.put(name, String.valueOf(value)));
            return environment;
        }

        List<Mount> mounts() {
            List<Mount> mounts = new ArrayList<>();
            for (Object volume : (Collection<?>) all.getOrDefault("volumes", List.of())) {
                if (volume instanceof Map<?, ?> bind) {
                    boolean isVolume = !"bind".equals(bind.get("type"));
                    mounts.add(new Mount(
                            String.valueOf(bind.get("source")), String.valueOf(bind.get("target")), isVolume));
                } else {
                    String[] parts = String.valueOf(volume).split(":");
                    mounts.add(new Mount(parts[0], parts[1], /* isVolume= */ true));
                }
            }
            return mounts;
        }

        List<Published> ports() {
            List<Published> ports = new ArrayList<>();
            for (Object port : (Collection<?>) all.getOrDefault("ports", List.of())) {
                String[] parts = String.valueOf(port).split(":");
                requireKnown(parts.length == 3, port);
                ports.add(new Published(parts[0], Integer.parseInt(parts[1]), Integer.parseInt(parts[2])));
            }
            return ports;
        }

        /** The services that come before it, with what is waited for. */
        Map<String, String> dependencies() {
            Object before = all.getOrDefault("depends_on", List.of());
            Map<String, String> dependencies = new LinkedHashMap<>();
            if (before instanceof Map<?, ?> conditions) {
                mapOf(conditions)
                        .forEach((service, how) -> dependencies.put(
                                service, String.valueOf(mapOf(how).get("condition"))));
            } else {
                texts((Collection<?>) before).forEach(service -> dependencies.put(service, "service_started"));
            }
            return dependencies;
        }

        /** The command that says whether it is healthy. */
        List<String> healthCheck() {
            List<String> words = texts((Collection<?>)
                    Objects.requireNonNull(mapOf(required("healthcheck")).get("test")));
            requireKnown(words.getFirst().equals("CMD"), words);
            return words.subList(1, words.size());
        }

        /** How long it may take to stop before it is killed. */
        Duration stopGracePeriod() {
            Matcher span = SPAN.matcher(text("stop_grace_period"));
            requireKnown(span.matches(), text("stop_grace_period"));
            long number = Long.parseLong(span.group(1));
            return span.group(2).equals("m") ? Duration.ofMinutes(number) : Duration.ofSeconds(number);
        }

        String text(String key) {
            return String.valueOf(required(key));
        }

        private Object required(String key) {
            @Nullable Object value = all.get(key);
            if (value == null) {
                throw new AssertionError("service " + name + " has no " + key);
            }
            return value;
        }
    }

    private static void requireKnown(boolean known, Object form) {
        if (!known) {
            throw new AssertionError("this test knows no such form: " + form);
        }
    }

    private static Map<String, Object> mapOf(Object node) {
        if (node instanceof Map<?, ?> map) {
            Map<String, Object> copy = new LinkedHashMap<>();
            map.forEach((key, value) -> copy.put(String.valueOf(key), Objects.requireNonNull(value)));
            return copy;
        }
        throw new AssertionError("this is no map: " + node);
    }

    private static List<String> texts(Collection<?> list) {
        return list.stream().map(String::valueOf).toList();
    }
}
