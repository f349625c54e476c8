package dev.rondo.webserver.connection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.rondo.core.command.Command;
import dev.rondo.core.command.CommandReply;
import dev.rondo.metadata.query.ConnectionQueries;
import dev.rondo.metadata.query.ConnectionQueries.ConnectionRow;
import dev.rondo.metadata.query.Listed;
import dev.rondo.metadata.secret.Seals;
import dev.rondo.sdk.Connection;
import dev.rondo.storage.secret.OutsideSettings;
import dev.rondo.webserver.WebserverConfig;
import dev.rondo.webserver.command.CommandSender;
import dev.rondo.webserver.rest.Api;
import dev.rondo.webserver.rest.Bulk;
import dev.rondo.webserver.rest.Json;
import dev.rondo.webserver.rest.ProblemException;
import dev.rondo.webserver.rest.Request;
import dev.rondo.webserver.rest.Role;
import dev.rondo.webserver.secret.Masked;
import dev.rondo.webserver.secret.Opener;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Connections: list, one, create, change, delete, many at once. Password and extra leave this process sealed only, and
 * what is secret in them is never shown.
 */
public final class ConnectionRoutes {

    private static final String CONNECTIONS = Api.ROOT + "/connections";
    private static final String CONNECTION = CONNECTIONS + "/{connection_id}";

    private static final String DEFAULT_QUEUE = "default";

    /** What a change may set. */
    private static final Set<String> FIELDS =
            Set.of("conn_type", "description", "host", "login", "password", "port", "schema", "extra");

    private final ConnectionQueries connections;
    private final CommandSender commands;
    private final Seals seals;
    private final Opener opener;
    private final OutsideSettings outside;
    private final WebserverConfig.Testing testing;
    private final Json json;

    public ConnectionRoutes(
            ConnectionQueries connections,
            CommandSender commands,
            Seals seals,
            OutsideSettings outside,
            WebserverConfig.Testing testing,
            Json json) {
        this.connections = connections;
        this.commands = commands;
        this.seals = seals;
        this.opener = new Opener(seals);
        this.outside = outside;
        this.testing = testing;
        this.json = json;
    }

    record Connections(List<View> connections, long totalEntries) {}

    /**
     * A connection.
     *
     * @param source where tasks get it from: {@code secret_backend, environment, database}; null in lists, which are of
     *     the database
     * @param sourceDetail the place as people know it; null: the database
     */
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
            @Nullable String teamName,
            @Nullable String source,
            @Nullable String sourceDetail) {}

    /** Declares the routes. */
    public void declare(Api api) {
        api.get(CONNECTIONS, Role.OP, this::list);
        api.create(CONNECTIONS, Role.OP, this::create);
        api.patch(
                CONNECTIONS,
                Role.OP,
                request -> Bulk.run(request, new Many(request), maskable(), part -> commands.wasSent(request, part)));
        api.post(CONNECTIONS + "/test", Role.OP, this::test);
        api.get(CONNECTION, Role.OP, request -> one(request.path("connection_id")));
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
                ConnectionQueries.FILTERS.read(request), ConnectionQueries.ORDERS.read(request), request.page());
        return new Connections(found.rows().stream().map(this::listed).toList(), found.total());
    }

    private ConnectionRow require(String id) {
        return connections
                .find(id)
                .orElseThrow(
                        () -> ProblemException.notFound("CONNECTION_NOT_FOUND", "there is no connection '" + id + "'"));
    }

    /** One of many: an extra that does not open is masked, and hides no other connection. */
    private View listed(ConnectionRow row) {
        String sealed = row.extra();
        return view(
                row,
                sealed == null
                        ? null
                        : opener.tryOpen(Seals.ofExtra(row.id()), sealed)
                                .map(this::shown)
                                .orElse(Masked.MASK),
                null);
    }

    /** As tasks get it: what lies outside comes first. */
    private View one(String id) {
        return outside.connection(id).map(found -> view(id, found)).orElseGet(() -> view(require(id)));
    }

    private View view(String id, OutsideSettings.Found found) {
        Connection connection;
        try {
            connection = Connection.ofUri(id, found.value());
        } catch (IllegalArgumentException e) {
            throw new ProblemException(503, "CONNECTION_UNREADABLE", e.getMessage() + "; it is from " + found.words());
        }
        return new View(
                id,
                connection.type(),
                connections.find(id).map(ConnectionRow::description).orElse(null),
                connection.host(),
                connection.login(),
                connection.schema(),
                connection.port(),
                connection.password() == null ? null : Masked.MASK,
                shown(connection.extra()),
                null,
                found.source().name().toLowerCase(Locale.ROOT),
                found.words());
    }

    private View view(ConnectionRow row) {
        String sealed = row.extra();
        return view(row, sealed == null ? null : shown(seals.open(Seals.ofExtra(row.id()), sealed)), "database");
    }

    private String shown(String extra) {
        return json.text(Masked.of(json.tree(extra)));
    }

    private static View view(ConnectionRow row, @Nullable String extra, @Nullable String source) {
        return new View(
                row.id(),
                row.type(),
                row.description(),
                row.host(),
                row.login(),
                row.schema(),
                row.port(),
                row.password() == null ? null : Masked.MASK,
                extra,
                null,
                source,
                null);
    }

    /**
     * A connection as a request has it.
     *
     * @param where its place in the request
     * @param given the fields that are there
     */
    private record Sent(String where, ConnectionBody body, List<String> given) {

        String requireId() {
            return body.requireId(where);
        }

        boolean hasMask() {
            String extra = body.extra();
            return Masked.MASK.equals(body.password()) || (extra != null && extra.contains(Masked.MASK));
        }
    }

    private Sent read(Request request, String where, JsonNode node, @Nullable String idOfPath) {
        ConnectionBody body = request.part(where, node, ConnectionBody.class);
        ConnectionBody checked = body.checked(idOfPath == null ? body.requireId(where) : idOfPath, where);
        String extra = checked.extra();
        if (extra != null && !extra.equals(Masked.MASK)) {
            // What is kept must be readable when it is shown: this reader takes shorter numbers than that of tasks.
            JsonNode ignored = json.text(where + ".extra", extra);
        }
        return new Sent(
                where, checked, FIELDS.stream().filter(node::has).sorted().toList());
    }

    private static String requireType(Sent sent) {
        String type = sent.body().connType();
        if (type == null) {
            throw ProblemException.invalid(sent.where() + ".conn_type", "it is missing");
        }
        return type;
    }

    private View create(Request request) {
        Sent sent = read(request, "body", request.body(JsonNode.class), null);
        create(request, "", sent, false);
        return view(require(sent.requireId()));
    }

    private void create(Request request, String part, Sent sent, boolean overwrite) {
        String type = requireType(sent);
        String id = sent.requireId();
        ConnectionBody body = sent.body();
        // A mask stands for what is there: with one it is a change, or nothing.
        if (overwrite && sent.hasMask() && connections.exists(id)) {
            change(request, part, id, sent, FIELDS);
            return;
        }
        if (Masked.MASK.equals(body.password())) {
            throw Masked.nothingBehind(sent.where() + ".password");
        }
        String extra = body.extra() == null ? null : restored(sent, body.extra(), MissingNode.getInstance());
        Command.Write write = overwrite ? Command.Write.EITHER : Command.Write.CREATE;
        send(request, part, id, type, sorted(FIELDS), body, body.password(), extra, write);
    }

    private static List<String> sorted(Collection<String> fields) {
        return fields.stream().sorted().toList();
    }

    /** Sets what the mask names, or else what is given. */
    private View patch(Request request) {
        String id = request.path("connection_id");
        Sent sent = read(request, "body", request.body(JsonNode.class), id);
        ConnectionBody body = sent.body();
        if (body.connectionId() != null && !body.connectionId().equals(id)) {
            throw ProblemException.invalid("body.connection_id", "it must be the id of the path, '" + id + "'");
        }
        change(request, "", id, sent, request.queries("update_mask", maskable()));
        return view(require(id));
    }

    /** Sets what is named; nothing: what is given. */
    private void change(Request request, String part, String id, Sent sent, Collection<String> named) {
        ConnectionBody body = sent.body();
        List<String> fields = new ArrayList<>(sorted(named.isEmpty() ? sent.given() : named));
        fields.remove("connection_id");
        if (Masked.MASK.equals(body.password())) {
            fields.remove("password");
        }
        if (Masked.MASK.equals(body.extra())) {
            fields.remove("extra");
        }
        String type = fields.contains("conn_type") ? requireType(sent) : body.connType();
        String password = fields.contains("password") ? body.password() : null;
        String extra = fields.contains("extra") ? body.extra() : null;
        String whole = extra == null || !extra.contains(Masked.MASK) ? extra : restored(sent, extra, extraNow(id));
        send(request, part, id, type, fields, body, password, whole, Command.Write.CHANGE);
    }

    /** The extra that is there; a missing node where none is, or it does not open. */
    private JsonNode extraNow(String id) {
        return connections
                .find(id)
                .map(ConnectionRow::extra)
                .flatMap(stored -> opener.tryOpen(Seals.ofExtra(id), stored))
                .map(json::tree)
                .orElse(MissingNode.getInstance());
    }

    /** The extra that was sent, with the secrets of another where it has their masks. */
    private String restored(Sent sent, String extra, JsonNode before) {
        String where = sent.where() + ".extra";
        if (extra.equals(Masked.MASK)) {
            throw Masked.nothingBehind(where);
        }
        return extra.contains(Masked.MASK) ? json.text(Masked.restored(where, json.text(where, extra), before)) : extra;
    }

    /** What came of a test, in Airflow's shape. */
    record TestResult(boolean status, String message) {}

    /** Has a worker try it: what is sent is laid over what is there, and kept nowhere. */
    private TestResult test(Request request) {
        if (testing != WebserverConfig.Testing.ENABLED) {
            throw new ProblemException(
                    403,
                    "TEST_DISABLED",
                    "testing connections is turned off on this server; who runs it can turn it on:"
                            + " RONDO_TEST_CONNECTION=enabled");
        }
        String queue = request.query("queue");
        Sent sent = read(request, "body", request.body(JsonNode.class), null);
        String id = sent.requireId();
        ConnectionBody body = sent.body();
        List<String> fields = new ArrayList<>(sent.given());
        if (body.connType() == null) {
            fields.remove("conn_type");
        }
        if (Masked.MASK.equals(body.password())) {
            fields.remove("password");
        }
        if (Masked.MASK.equals(body.extra())) {
            fields.remove("extra");
        }
        String extra = fields.contains("extra") ? body.extra() : null;
        String whole = extra == null || !extra.contains(Masked.MASK) ? extra : restored(sent, extra, extraNow(id));
        String password = fields.contains("password") ? body.password() : null;
        CommandReply.ConnectionTested tested = commands.send(
                request,
                new Command.TestConnection(
                        command(id, fields, body.connType(), body, password, whole, Command.Write.EITHER),
                        queue == null ? DEFAULT_QUEUE : queue),
                CommandReply.ConnectionTested.class);
        return new TestResult(tested.passed(), tested.message());
    }

    private void send(
            Request request,
            String part,
            String id,
            @Nullable String type,
            List<String> fields,
            ConnectionBody body,
            @Nullable String password,
            @Nullable String extra,
            Command.Write write) {
        commands.send(request, part, command(id, fields, type, body, password, extra, write), CommandReply.Done.class);
    }

    private Command.SetConnection command(
            String id,
            List<String> fields,
            @Nullable String type,
            ConnectionBody body,
            @Nullable String password,
            @Nullable String extra,
            Command.Write write) {
        return new Command.SetConnection(
                id,
                fields,
                type,
                body.description(),
                body.host(),
                body.login(),
                password == null ? null : seals.seal(Seals.ofPassword(id), password),
                body.port(),
                body.schema(),
                extra == null ? null : seals.seal(Seals.ofExtra(id), extra),
                write);
    }

    private void delete(Request request, String part, String id) {
        commands.send(request, part, new Command.DeleteConnection(id), CommandReply.Done.class);
    }

    /** Those of one request. */
    private final class Many implements Bulk.Things<Sent> {

        private final Request request;

        Many(Request request) {
            this.request = request;
        }

        @Override
        public Sent read(Bulk.Kind kind, String where, JsonNode node) {
            Sent sent = ConnectionRoutes.this.read(request, where, node, null);
            if (kind == Bulk.Kind.CREATE) {
                String ignored = requireType(sent);
            }
            return sent;
        }

        @Override
        public Sent named(String name) {
            return new Sent("body", ConnectionBody.named(name), List.of());
        }

        @Override
        public String nameOf(Sent entity, String where) {
            return entity.body().requireId(where);
        }

        @Override
        public boolean exists(Sent entity) {
            return connections.exists(entity.requireId());
        }

        @Override
        public void create(Sent entity, boolean overwrite, String part) {
            ConnectionRoutes.this.create(request, part, entity, overwrite);
        }

        @Override
        public void update(Sent entity, List<String> mask, String part) {
            change(request, part, entity.requireId(), entity, mask);
        }

        @Override
        public void delete(Sent entity, String part) {
            ConnectionRoutes.this.delete(request, part, entity.requireId());
        }
    }
}
