package dev.rondo.webserver.auth;

import dev.rondo.webserver.rest.Api;
import dev.rondo.webserver.rest.ProblemException;
import dev.rondo.webserver.rest.Request;
import dev.rondo.webserver.rest.Role;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;

/**
 * The five roles in the shape of Airflow's FAB auth manager. What each may is read off the routes; a resource is the
 * first word of their paths.
 */
public final class RoleRoutes {

    private static final String ROLES = "/auth/fab/v1/roles";

    private final Supplier<List<Api.Declared>> routes;

    /** For routes that may be declared later. */
    public RoleRoutes(Supplier<List<Api.Declared>> routes) {
        this.routes = routes;
    }

    record Named(String name) {}

    record Permission(Named action, Named resource) {}

    record Shown(String name, List<Permission> actions) {}

    record Roles(List<Shown> roles, long totalEntries) {}

    /** Declares the routes. */
    public void declare(Api api) {
        api.get(ROLES, Role.ADMIN, this::list);
        api.get(ROLES + "/{role_name}", Role.ADMIN, this::one);
    }

    private Roles list(Request request) {
        var page = request.page();
        List<Role> all = given();
        return new Roles(
                all.stream()
                        .skip(page.offset())
                        .limit(page.limit())
                        .map(this::shown)
                        .toList(),
                all.size());
    }

    private Shown one(Request request) {
        String name = request.path("role_name");
        return given().stream()
                .filter(role -> role.fabName().equalsIgnoreCase(name))
                .findFirst()
                .map(this::shown)
                .orElseThrow(() -> ProblemException.notFound(
                        "ROLE_NOT_FOUND", "there is no role '" + name + "'; there are None, Viewer, User, Op, Admin"));
    }

    private static List<Role> given() {
        return Arrays.stream(Role.values()).filter(role -> role != Role.PUBLIC).toList();
    }

    private Shown shown(Role role) {
        return new Shown(
                role.fabName(),
                routes.get().stream()
                        .filter(route -> route.offered() && route.role() != Role.PUBLIC && role.covers(route.role()))
                        .map(RoleRoutes::permission)
                        .distinct()
                        .sorted(Comparator.comparing(
                                        (Permission each) -> each.resource().name())
                                .thenComparing(each -> each.action().name()))
                        .toList());
    }

    private static Permission permission(Api.Declared route) {
        String resource =
                route.path().replaceFirst("^(/api/v2|/auth/fab/v1|/auth)/", "").replaceFirst("/.*", "");
        return new Permission(new Named(action(route)), new Named(resource));
    }

    private static String action(Api.Declared route) {
        return route.reads()
                ? "can_read"
                : switch (route.method().name()) {
                    case "POST" -> "can_create";
                    case "DELETE" -> "can_delete";
                    default -> "can_edit";
                };
    }
}
