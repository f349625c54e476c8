package dev.rondo.webserver.pool;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rondo.core.command.Command;
import dev.rondo.core.command.CommandReply;
import dev.rondo.metadata.query.Listed;
import dev.rondo.metadata.query.PoolQueries;
import dev.rondo.metadata.query.PoolQueries.PoolRow;
import dev.rondo.webserver.command.CommandSender;
import dev.rondo.webserver.rest.Api;
import dev.rondo.webserver.rest.Bulk;
import dev.rondo.webserver.rest.ProblemException;
import dev.rondo.webserver.rest.Request;
import dev.rondo.webserver.rest.Role;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Pools: list, one, create, change, delete, many at once. */
public final class PoolRoutes {

    private static final String POOLS = Api.ROOT + "/pools";
    private static final String POOL = POOLS + "/{pool_name}";
    private static final int MAX_NAME = 256;

    /** What a change may set; the name, too, may be named as set, and never changes. */
    private static final Set<String> FIELDS = Set.of("slots", "description", "include_deferred", "pool", "name");

    private final PoolQueries pools;
    private final CommandSender commands;

    public PoolRoutes(PoolQueries pools, CommandSender commands) {
        this.pools = pools;
        this.commands = commands;
    }

    record Pools(List<Pool> pools, long totalEntries) {}

    /** A pool; {@code openSlots} of an unlimited one is -1. */
    record Pool(
            String name,
            int slots,
            @Nullable String description,
            boolean includeDeferred,
            int occupiedSlots,
            int runningSlots,
            int queuedSlots,
            int scheduledSlots,
            int openSlots,
            int deferredSlots,
            @Nullable String teamName) {

        static Pool of(PoolRow row) {
            int running = row.taken().getOrDefault("running", 0) + row.taken().getOrDefault("restarting", 0);
            int queued = row.taken().getOrDefault("queued", 0);
            int deferred = row.taken().getOrDefault("deferred", 0);
            int occupied = running + queued + (row.includeDeferred() ? deferred : 0);
            return new Pool(
                    row.name(),
                    row.slots(),
                    row.description(),
                    row.includeDeferred(),
                    occupied,
                    running,
                    queued,
                    row.taken().getOrDefault("scheduled", 0),
                    row.slots() < 0 ? -1 : row.slots() - occupied,
                    deferred,
                    null);
        }
    }

    record Body(
            @Nullable String name,
            @Nullable String pool,
            @Nullable Integer slots,
            @Nullable String description,
            @Nullable Boolean includeDeferred,
            @Nullable String teamName) {

        String requireName(String where) {
            String said = name == null ? pool : name;
            if (said == null || said.isBlank() || said.length() > MAX_NAME || said.contains("/")) {
                throw ProblemException.invalid(where + ".name", "it must have 1 to " + MAX_NAME + " characters, no /");
            }
            return Request.checked(where + ".name", said);
        }

        /** Itself, if a pool can be so. */
        Body checked(String where) {
            if (slots != null && slots < -1) {
                throw ProblemException.invalid(
                        where + ".slots", "it must be 0 or more, or -1 for unlimited, was " + slots);
            }
            if (teamName != null) {
                throw ProblemException.invalid(where + ".team_name", "teams are not known here; leave it out");
            }
            return this;
        }

        int requireSlots(String where) {
            if (slots == null) {
                throw ProblemException.invalid(where + ".slots", "it is missing");
            }
            return slots;
        }
    }

    /** Declares the routes. */
    public void declare(Api api) {
        api.get(POOLS, Role.VIEWER, this::list);
        api.get(POOL, Role.VIEWER, request -> Pool.of(require(request.path("pool_name"))));
        api.create(POOLS, Role.OP, this::create);
        api.patch(
                POOLS,
                Role.OP,
                request -> Bulk.run(request, new Many(request), FIELDS, part -> commands.wasSent(request, part)));
        api.patch(POOL, Role.OP, this::patch);
        api.delete(POOL, Role.OP, request -> delete(request, "", request.path("pool_name")));
    }

    private Pools list(Request request) {
        Listed<PoolRow> found =
                pools.list(PoolQueries.FILTERS.read(request), PoolQueries.ORDERS.read(request), request.page());
        return new Pools(found.rows().stream().map(Pool::of).toList(), found.total());
    }

    private PoolRow require(String name) {
        return pools.find(name)
                .orElseThrow(() -> ProblemException.notFound("POOL_NOT_FOUND", "there is no pool '" + name + "'"));
    }

    private Pool create(Request request) {
        Body body = request.body(Body.class).checked("body");
        String name = body.requireName("body");
        create(request, "", body, Command.Write.CREATE);
        return Pool.of(require(name));
    }

    private void create(Request request, String part, Body body, Command.Write write) {
        int slots = body.requireSlots("body");
        set(
                request,
                part,
                new Command.SetPool(
                        body.requireName("body"), slots, body.description(), body.includeDeferred(), write));
    }

    // The command says no more than the request: merged with what is there now, it would undo what another changes at
    // the same time, and would be another one when the request is repeated.
    private Pool patch(Request request) {
        Body body = request.body(Body.class).checked("body");
        String pool = request.path("pool_name");
        String name = body.pool() == null ? body.name() : body.pool();
        if (name != null && !name.equals(pool)) {
            throw ProblemException.invalid("body.pool", "a pool cannot be renamed: tasks name it; make another one");
        }
        change(request, "", pool, body, request.queries("update_mask", FIELDS));
        return Pool.of(require(pool));
    }

    private void change(Request request, String part, String pool, Body body, List<String> mask) {
        boolean all = mask.isEmpty();
        Integer slots = all || mask.contains("slots") ? body.slots() : null;
        String description = all || mask.contains("description") ? body.description() : null;
        Boolean deferred = all || mask.contains("include_deferred") ? body.includeDeferred() : null;
        set(request, part, new Command.SetPool(pool, slots, description, deferred, Command.Write.CHANGE));
    }

    private void set(Request request, String part, Command.SetPool command) {
        commands.send(request, part, command, CommandReply.Done.class);
    }

    private void delete(Request request, String part, String name) {
        commands.send(request, part, new Command.DeletePool(name), CommandReply.Done.class);
    }

    /** Those of one request. */
    private final class Many implements Bulk.Things<Body> {

        private final Request request;

        Many(Request request) {
            this.request = request;
        }

        @Override
        public Body read(Bulk.Kind kind, String where, JsonNode node) {
            Body body = request.part(where, node, Body.class).checked(where);
            if (kind == Bulk.Kind.CREATE) {
                int ignored = body.requireSlots(where);
            }
            return body;
        }

        @Override
        public Body named(String name) {
            return new Body(name, null, null, null, null, null);
        }

        @Override
        public String nameOf(Body entity, String where) {
            return entity.requireName(where);
        }

        @Override
        public boolean exists(Body entity) {
            return pools.exists(entity.requireName("body"));
        }

        @Override
        public void create(Body entity, boolean overwrite, String part) {
            PoolRoutes.this.create(request, part, entity, overwrite ? Command.Write.EITHER : Command.Write.CREATE);
        }

        @Override
        public void update(Body entity, List<String> mask, String part) {
            change(request, part, entity.requireName("body"), entity, mask);
        }

        @Override
        public void delete(Body entity, String part) {
            PoolRoutes.this.delete(request, part, entity.requireName("body"));
        }
    }
}
