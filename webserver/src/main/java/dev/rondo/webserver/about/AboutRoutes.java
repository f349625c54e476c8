package dev.rondo.webserver.about;

import dev.rondo.metadata.query.Page;
import dev.rondo.webserver.OperatorFamily;
import dev.rondo.webserver.rest.Api;
import dev.rondo.webserver.rest.Request;
import dev.rondo.webserver.rest.Role;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What clients of Airflow ask about an installation: providers, which are operator families here, and plugins, of which
 * there are none.
 */
public final class AboutRoutes {

    private final List<Provider> all;

    public AboutRoutes(List<OperatorFamily> operators) {
        this.all = operators.stream()
                .map(family -> new Provider(family.name(), family.description(), family.version(), null))
                .toList();
    }

    record Providers(List<Provider> providers, long totalEntries) {}

    record Provider(
            String packageName,
            String description,
            String version,
            @Nullable String documentationUrl) {}

    record Plugins(List<Object> plugins, long totalEntries) {}

    record PluginErrors(List<Object> importErrors, long totalEntries) {}

    /** Declares the routes. */
    public void declare(Api api) {
        api.get(Api.ROOT + "/providers", Role.VIEWER, this::providers);
        api.get(Api.ROOT + "/plugins", Role.VIEWER, request -> {
            Page ignored = request.page();
            return new Plugins(List.of(), 0);
        });
        api.get(Api.ROOT + "/plugins/importErrors", Role.VIEWER, request -> new PluginErrors(List.of(), 0));
    }

    private Providers providers(Request request) {
        return new Providers(request.page().of(all), all.size());
    }
}
