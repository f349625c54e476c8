package dev.rondo.webserver.about;

import dev.rondo.metadata.query.Page;
import dev.rondo.webserver.rest.Api;
import dev.rondo.webserver.rest.Request;
import dev.rondo.webserver.rest.Role;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What clients of Airflow ask about an installation: providers, which are operator families here; plugins and warnings,
 * of which there are none: the page and the API have no plugins, and what is wrong with a DAG is an import error.
 */
public final class AboutRoutes {

    private final String version;

    public AboutRoutes(String version) {
        this.version = version;
    }

    record Providers(List<Provider> providers, long totalEntries) {}

    record Provider(
            String packageName,
            String description,
            String version,
            @Nullable String documentationUrl) {}

    record Plugins(List<Object> plugins, long totalEntries) {}

    record PluginErrors(List<Object> importErrors, long totalEntries) {}

    record Warnings(List<Object> dagWarnings, long totalEntries) {}

    /** Declares the routes. */
    public void declare(Api api) {
        api.get(Api.ROOT + "/providers", Role.VIEWER, this::providers);
        api.get(Api.ROOT + "/plugins", Role.VIEWER, request -> {
            Page ignored = request.page();
            return new Plugins(List.of(), 0);
        });
        api.get(Api.ROOT + "/plugins/importErrors", Role.VIEWER, request -> new PluginErrors(List.of(), 0));
        api.get(Api.ROOT + "/dagWarnings", Role.VIEWER, this::warnings);
    }

    /** There are none, whatever is asked for. */
    private Warnings warnings(Request request) {
        request.query("dag_id");
        request.query("warning_type");
        List<String> ignored = request.order(Set.of("dag_id", "warning_type", "message", "timestamp"));
        Page none = request.page();
        return new Warnings(none.of(List.of()), 0);
    }

    private Providers providers(Request request) {
        List<Provider> all = List.of(new Provider(
                "rondo-operators-standard", "Bash, Java main, sensors, and what needs no other system", version, null));
        return new Providers(request.page().of(all), all.size());
    }
}
