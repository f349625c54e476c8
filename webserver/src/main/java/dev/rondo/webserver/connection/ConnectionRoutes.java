package dev.rondo.webserver.connection;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rondo.core.command.Command;
import dev.rondo.core.command.CommandReply;
import dev.rondo.metadata.query.ConnectionQueries;
import dev.rondo.metadata.query.ConnectionQueries.ConnectionRow;
import dev.rondo.metadata.query.Listed;
import dev.rondo.metadata.secret.Seals;
import dev.rondo.webserver.command.CommandSender;
import dev.rondo.webserver.rest.Api;
import dev.rondo.webserver.rest.Bulk;
import dev.rondo.webserver.rest.Json;
import dev.rondo.webserver.rest.ProblemException;
import dev.rondo.webserver.rest.Request;
import dev.rondo.webserver.rest.Role;
import dev.rondo.webserver.secret.Masked;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Connections: list, one, create, change, delete, many at once. Password and extra leave this process sealed only, and
 * what is secret in them is never shown.
 */
public final class ConnectionRoutes {

    private static final String CONNECTIONS = Api.ROOT + "/connections";
    private static final String CONNECTION = CONNECTIONS + "/{connection_id}";

    private static final Set<String> ORDERS =
            Set.of("id", "conn_id", "connection_id", "conn_type", "description", "host", "port");

    /** What a change may set. */
    private static final Set<String> FIELDS =
            Set.of("conn_type", "description", "host", "login", "password", "port", "schema", "extra");

    private final ConnectionQueries connections;
    private final CommandSender commands;
    private final Seals seals;
    private final Json json;

    public ConnectionRoutes(ConnectionQueries connections, CommandSender commands, Seals seals, Json json) {
        this.connections = connections;
        this.commands = commands;
        this.seals = seals;
        this.json = json;
    }

    record Connections(List<View> connections, long totalEntries) {}

    record View(
            String connectionId,
            String connType,
            @Nullable String description,
            @Nullable String host,
            @Nullable String login,
            @Nullable String schema,
            @Nullable Integer port,
            @Nullable String password,
            @Nullable String extra,
            @Nullable String teamName) {}

    /** Declares the routes. */
    public void declare(Api api) {
        api.get(CONNECTIONS, Role.OP, this::list);
        api.create(CONNECTIONS, Role.OP, this::create);
        api.patch(CONNECTIONS, Role.OP, request -> Bulk.run(request, new Many(request), maskable()));
        api.get(CONNECTION, Role.OP, request -> view(require(request.path("connection_id"))));
        api.patch(CONNECTION, Role.OP, this::patch);
        api.delete(CONNECTION, Role.OP, request -> delete(request, "", request.path("connection_id")));
    }

    /** The id, too, may be named as set: it never changes. */
    private static Set<String> maskable() {
        List<String> all = new ArrayList<>(FIELDS);
        all.add("connection_id");
        return Set.copyOf(all);
    }

    private Connections list(Request request) {
        Listed<ConnectionRow> found = connections.list(
                request.pattern("connection_id"), request.order("connection_id", ORDERS), request.page());
        return new Connections(found.rows().stream().map(this::view).toList(), found.total());
    }

    private ConnectionRow require(String id) {
        return connections
                .find(id)
                .orElseThrow(
                        () -> ProblemException.notFound("CONNECTION_NOT_FOUND", "there is no connection '" + id + "'"));
    }

    private View view(ConnectionRow row) {
        String extra = extraOf(row);
        return new View(
                row.id(),
                row.type(),
                row.description(),
                row.host(),
                row.login(),
                row.schema(),
                row.port(),
                row.password() == null ? null : Masked.MASK,
                extra == null ? null : json.text(Masked.of(json.tree(extra))),
                null);
    }

    private @Nullable String extraOf(ConnectionRow row) {
        String sealed = row.extra();
        return sealed == null ? null : seals.open(Seals.ofExtra(row.id()), sealed);
    }

    private View create(Request request) {
        ConnectionBody body = request.body(ConnectionBody.class);
        create(request, "", body);
        return view(require(body.requireId("body")));
    }

    private void create(Request request, String part, ConnectionBody body) {
        if (body.connType() == null) {
            throw ProblemException.invalid("body.conn_type", "it is missing");
        }
        send(request, part, body.requireId("body"), body, List.of(), body.extra(), true);
    }

    /** Sets what the mask names, or else what is given. */
    private View patch(Request request) {
        JsonNode sent = request.body(JsonNode.class);
        ConnectionBody body = request.part("body", sent, ConnectionBody.class);
        String id = request.path("connection_id");
        if (body.connectionId() != null && !body.connectionId().equals(id)) {
            throw ProblemException.invalid("body.connection_id", "it must be the id of the path, '" + id + "'");
        }
        List<String> mask = request.queries("update_mask", maskable());
        List<String> fields = FIELDS.stream()
                .filter(field -> mask.isEmpty() ? sent.has(field) : mask.contains(field))
                .sorted()
                .toList();
        change(request, "", id, body, fields);
        return view(require(id));
    }

    private void change(Request request, String part, String id, ConnectionBody body, List<String> given) {
        List<String> fields = new ArrayList<>(given);
        if (Masked.MASK.equals(body.password())) {
            fields.remove("password");
        }
        if (fields.contains("conn_type") && body.connType() == null) {
            throw ProblemException.invalid("body.conn_type", "it is missing");
        }
        send(request, part, id, body, fields, fields.contains("extra") ? restored(id, body) : null, false);
    }

    /** The extra that was sent, with the secrets that are there now where it has their masks. */
    private @Nullable String restored(String id, ConnectionBody body) {
        String extra = body.extra();
        if (extra == null || !extra.contains(Masked.MASK)) {
            return extra;
        }
        body.check(id);
        String before = connections.find(id).map(this::extraOf).orElse(null);
        return before == null ? extra : json.text(Masked.restored(json.tree(extra), json.tree(before)));
    }

    private void send(
            Request request,
            String part,
            String id,
            ConnectionBody body,
            List<String> fields,
            @Nullable String extra,
            boolean create) {
        body.check(id);
        if (extra != null) {
            // What is kept must be readable when it is shown: this reader takes shorter numbers than that of tasks.
            JsonNode ignored = json.text("body.extra", extra);
        }
        String password = create || fields.contains("password") ? body.password() : null;
        commands.send(
                request,
                part,
                new Command.SetConnection(
                        id,
                        fields,
                        body.connType(),
                        body.description(),
                        body.host(),
                        body.login(),
                        password == null ? null : seals.seal(Seals.ofPassword(id), password),
                        body.port(),
                        body.schema(),
                        extra == null ? null : seals.seal(Seals.ofExtra(id), extra),
                        create),
                CommandReply.Done.class);
    }

    private void delete(Request request, String part, String id) {
        commands.send(request, part, new Command.DeleteConnection(id), CommandReply.Done.class);
    }

    /** Those of one request. */
    private final class Many implements Bulk.Things<ConnectionBody> {

        private final Request request;

        Many(Request request) {
            this.request = request;
        }

        @Override
        public Class<ConnectionBody> type() {
            return ConnectionBody.class;
        }

        @Override
        public ConnectionBody named(String name) {
            return ConnectionBody.named(name);
        }

        @Override
        public String nameOf(ConnectionBody entity, String where) {
            return entity.requireId(where);
        }

        @Override
        public boolean exists(ConnectionBody entity) {
            return connections.find(entity.requireId("body")).isPresent();
        }

        @Override
        public void create(ConnectionBody entity, String part) {
            ConnectionRoutes.this.create(request, part, entity);
        }

        @Override
        public void update(ConnectionBody entity, List<String> mask, String part) {
            List<String> fields = FIELDS.stream()
                    .filter(field -> mask.isEmpty() || mask.contains(field))
                    .sorted()
                    .toList();
            change(request, part, entity.requireId("body"), entity, fields);
        }

        @Override
        public void delete(ConnectionBody entity, String part) {
            ConnectionRoutes.this.delete(request, part, entity.requireId("body"));
        }
    }
}
