package dev.rondo.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** A copy of an OpenAPI document that asks by GET alone, and by ids that there are. */
final class RealIds {

    private final Map<String, String> usual;
    private final Map<String, Map<String, String>> ofPaths = new HashMap<>();

    /** By the names of parameters in paths. */
    RealIds(Map<String, String> usual) {
        this.usual = usual;
    }

    /** Other ids for the paths that end so. */
    RealIds atEnd(String end, Map<String, String> ids) {
        ofPaths.put(end, ids);
        return this;
    }

    /** Narrows the document, in place; the paths that are left, each by what it is with its ids. */
    Map<String, String> narrow(ObjectNode document, Pattern without) {
        ObjectNode paths = (ObjectNode) document.get("paths");
        Map<String, String> left = new LinkedHashMap<>();
        Set<String> all = new LinkedHashSet<>();
        paths.fieldNames().forEachRemaining(all::add);
        for (String path : all) {
            ObjectNode item = (ObjectNode) paths.get(path);
            if (!item.has("get") || without.matcher(path).find()) {
                paths.remove(path);
                continue;
            }
            item.retain("get", "parameters");
            String real = named(path, item.path("get").path("parameters"), named(path, item.path("parameters"), path));
            left.put(real, path);
        }
        return left;
    }

    /** Gives each parameter of the path the one value that there is; the path with these. */
    private String named(String path, JsonNode parameters, String before) {
        String named = before;
        for (JsonNode parameter : parameters) {
            if (parameter.path("in").asText().equals("path")) {
                String name = parameter.path("name").asText();
                ObjectNode schema = (ObjectNode) parameter.get("schema");
                schema.removeAll();
                schema.put("type", "string").putArray("enum").add(idOf(path, name));
                named = named.replace("{" + name + "}", idOf(path, name));
            }
        }
        return named;
    }

    private String idOf(String path, String name) {
        return ofPaths.entrySet().stream()
                .filter(each -> path.endsWith(each.getKey()) && each.getValue().containsKey(name))
                .map(each -> each.getValue().get(name))
                .findFirst()
                .orElseGet(() -> {
                    String id = usual.get(name);
                    if (id == null) {
                        throw new AssertionError("no real id for {" + name + "} of " + path + "; give one here");
                    }
                    return id;
                });
    }
}
