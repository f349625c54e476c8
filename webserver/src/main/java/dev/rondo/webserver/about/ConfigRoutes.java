package dev.rondo.webserver.about;

import static java.util.stream.Collectors.joining;

import dev.rondo.metadata.query.Page;
import dev.rondo.webserver.WebserverConfig;
import dev.rondo.webserver.rest.Api;
import dev.rondo.webserver.rest.ProblemException;
import dev.rondo.webserver.rest.Request;
import dev.rondo.webserver.rest.Role;
import dev.rondo.webserver.rest.Text;
import java.util.List;
import java.util.Locale;

/** What this server was told, and what clients must know of it. No secret is among it. */
public final class ConfigRoutes {

    private final List<Section> sections;

    public ConfigRoutes(WebserverConfig config) {
        this.sections = List.of(
                new Section(
                        "api",
                        List.of(
                                new Option("host", config.host()),
                                new Option("port", Integer.toString(config.port())),
                                new Option("maximum_page_limit", Integer.toString(Page.MAX_LIMIT)),
                                new Option("fallback_page_limit", Integer.toString(Request.DEFAULT_LIMIT)),
                                new Option("maximum_body_bytes", Integer.toString(Request.MAX_BODY_BYTES)),
                                new Option(
                                        "scheduler_patience_ms",
                                        Long.toString(config.patience().toMillis())))),
                new Section(
                        "api_auth",
                        List.of(new Option(
                                "jwt_expiration_time",
                                Long.toString(config.tokenLife().toSeconds())))),
                new Section(
                        "core",
                        List.of(
                                new Option("version", config.version()),
                                new Option(
                                        "test_connection",
                                        config.testing().name().toLowerCase(Locale.ROOT)))));
    }

    record Sections(List<Section> sections) {}

    record Section(String name, List<Option> options) {
        String text() {
            return "[" + name + "]\n"
                    + options.stream()
                            .map(option -> option.key() + " = " + option.value() + "\n")
                            .collect(joining());
        }
    }

    record Option(String key, String value) {}

    /** Declares the routes. */
    public void declare(Api api) {
        api.get(Api.ROOT + "/config", Role.OP, this::list);
        api.get(Api.ROOT + "/config/section/{section}/option/{option}", Role.OP, this::option);
    }

    private Object list(Request request) {
        String name = request.query("section");
        List<Section> found = sections.stream()
                .filter(section -> name == null || section.name().equals(name))
                .toList();
        if (found.isEmpty()) {
            throw ProblemException.notFound(
                    "SECTION_NOT_FOUND", "there is no section '" + name + "'; there are api, api_auth and core");
        }
        return request.accepts("text/plain")
                ? new Text(found.stream().map(Section::text).collect(joining("\n")))
                : new Sections(found);
    }

    private Object option(Request request) {
        String name = request.path("section");
        String key = request.path("option");
        Option found = sections.stream()
                .filter(section -> section.name().equals(name))
                .flatMap(section -> section.options().stream())
                .filter(option -> option.key().equals(key))
                .findFirst()
                .orElseThrow(() -> ProblemException.notFound(
                        "OPTION_NOT_FOUND",
                        "there is no option '" + key + "' in a section '" + name + "'; GET /api/v2/config lists them"));
        return request.accepts("text/plain")
                ? new Text(found.value())
                : new Sections(List.of(new Section(name, List.of(found))));
    }
}
