package dev.rondo.webserver.auth;

import dev.rondo.metadata.command.AuditTrail;
import dev.rondo.metadata.user.GrantStore;
import dev.rondo.metadata.user.GrantStore.Grant;
import dev.rondo.metadata.user.GrantStore.Kind;
import dev.rondo.metadata.user.GrantStore.Target;
import dev.rondo.webserver.rest.Api;
import dev.rondo.webserver.rest.Json;
import dev.rondo.webserver.rest.ProblemException;
import dev.rondo.webserver.rest.Request;
import dev.rondo.webserver.rest.Role;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Roles of users for single DAGs, or for the DAGs with a tag; ours, beside the users of Airflow's FAB auth manager. */
public final class GrantRoutes {

    private static final String GRANTS = "/auth/fab/v1/users/{username}/grants";

    private static final Set<Role> GRANTABLE = Set.of(Role.VIEWER, Role.USER, Role.OP);

    // No id or tag is longer, and an index takes no more than some thousands of bytes.
    private static final int MAX_NAME = 250;

    private final GrantStore store;
    private final Json json;
    private final InstantSource clock;

    public GrantRoutes(GrantStore store, Json json, InstantSource clock) {
        this.store = store;
        this.json = json;
        this.clock = clock;
    }

    record GrantList(List<Shown> grants, long totalEntries) {}

    /** A role for a DAG or for a tag; {@code dags} is how many DAGs in force it is for now. */
    record Shown(@Nullable String dagId, @Nullable String tag, String role, Instant createdAt, int dags) {

        static Shown of(GrantStore.Shown shown) {
            Target target = shown.grant().target();
            return new Shown(
                    target.kind() == Kind.DAG ? target.name() : null,
                    target.kind() == Kind.TAG ? target.name() : null,
                    shown.grant().role(),
                    shown.createdAt(),
                    shown.dags());
        }
    }

    record Body(
            @Nullable String dagId,
            @Nullable String tag,
            @Nullable String role) {

        Role requireRole() {
            if (role == null) {
                throw ProblemException.invalid("body.role", "it is missing");
            }
            Role asked = Role.asked("body.role", role);
            if (!GRANTABLE.contains(asked)) {
                throw ProblemException.invalid(
                        "body.role",
                        "'" + role + "' is given for all DAGs alone; for a DAG or a tag there are viewer, user, op");
            }
            return asked;
        }
    }

    /** Declares the routes. */
    public void declare(Api api) {
        api.get(GRANTS, Role.ADMIN, this::list);
        api.putSignedIn(GRANTS, Role.ADMIN, this::put);
        api.deleteSignedIn(GRANTS, Role.ADMIN, this::remove);
    }

    private GrantList list(Request request) {
        String username = request.path("username");
        List<Shown> all = store.list(username).orElseThrow(() -> UserRoutes.none(username)).stream()
                .map(Shown::of)
                .toList();
        return new GrantList(all, all.size());
    }

    private static Target target(String where, @Nullable String dagId, @Nullable String tag) {
        if ((dagId == null) == (tag == null)) {
            throw ProblemException.invalid(where + "dag_id", "give it or " + where + "tag, one of the two");
        }
        Target target = dagId == null ? new Target(Kind.TAG, String.valueOf(tag)) : new Target(Kind.DAG, dagId);
        String name = where + (dagId == null ? "tag" : "dag_id");
        if (target.name().length() > MAX_NAME) {
            throw ProblemException.invalid(name, "it is longer than " + MAX_NAME + " characters");
        }
        if (Request.checked(name, target.name()).isBlank() || target.name().equals("~")) {
            throw ProblemException.invalid(
                    name, "it must name a " + (dagId == null ? "tag" : "DAG") + "; a role for all is the user's own");
        }
        return target;
    }

    private Shown put(Request request) {
        Body body = request.body(Body.class);
        String username = request.path("username");
        Target target = target("body.", body.dagId(), body.tag());
        String role = body.requireRole().wireName();
        GrantStore.Outcome outcome = store.put(
                username,
                new Grant(target, role),
                before -> entry(request, "GrantRole", username, target, before, role),
                now());
        return switch (outcome) {
            case GrantStore.Outcome.Done done -> Shown.of(done.shown());
            case GrantStore.Outcome.NoSuchUser none -> throw UserRoutes.none(username);
            case GrantStore.Outcome.TooMany many ->
                throw new ProblemException(
                        409,
                        "TOO_MANY_GRANTS",
                        "'" + username + "' has " + GrantStore.MAX_OF_USER
                                + " grants; grant a tag, which stands for many DAGs");
        };
    }

    private void remove(Request request) {
        String username = request.path("username");
        Target target = target("", request.query("dag_id"), request.query("tag"));
        boolean removed = store.remove(
                username, target, before -> entry(request, "RevokeRole", username, target, before, null), now());
        if (!removed) {
            throw ProblemException.notFound(
                    "GRANT_NOT_FOUND",
                    "'" + username + "' has no role for " + (target.kind() == Kind.DAG ? "DAG" : "tag") + " '"
                            + target.name() + "' of its own; `rondo users grants -u " + username + "` shows those"
                            + " there are");
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private AuditTrail.Entry entry(
            Request request,
            String kind,
            String username,
            Target target,
            @Nullable String before,
            @Nullable String after) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("username", username);
        told.put(target.kind() == Kind.DAG ? "dag_id" : "tag", target.name());
        if (before != null) {
            told.put("before", before);
        }
        if (after != null) {
            told.put("role", after);
        }
        return Audited.entry(request, kind, json.text(told));
    }
}
