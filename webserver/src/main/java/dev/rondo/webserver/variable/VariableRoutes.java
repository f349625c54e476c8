package dev.rondo.webserver.variable;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rondo.core.command.Command;
import dev.rondo.core.command.CommandReply;
import dev.rondo.metadata.query.Listed;
import dev.rondo.metadata.query.VariableQueries;
import dev.rondo.metadata.query.VariableQueries.VariableRow;
import dev.rondo.metadata.secret.Seals;
import dev.rondo.webserver.command.CommandSender;
import dev.rondo.webserver.rest.Api;
import dev.rondo.webserver.rest.Bulk;
import dev.rondo.webserver.rest.Json;
import dev.rondo.webserver.rest.ProblemException;
import dev.rondo.webserver.rest.Request;
import dev.rondo.webserver.rest.Role;
import dev.rondo.webserver.secret.Masked;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Variables: list, one, create, change, delete, many at once. Values leave this process sealed only; one whose key
 * speaks of a secret is never shown.
 */
public final class VariableRoutes {

    private static final String VARIABLES = Api.ROOT + "/variables";
    private static final String VARIABLE = VARIABLES + "/{variable_key}";
    private static final int MAX_KEY = 250;

    /** What a change may set; the key never changes. */
    private static final Set<String> FIELDS = Set.of("value", "description", "key");

    private final VariableQueries variables;
    private final CommandSender commands;
    private final Seals seals;
    private final Json json;

    public VariableRoutes(VariableQueries variables, CommandSender commands, Seals seals, Json json) {
        this.variables = variables;
        this.commands = commands;
        this.seals = seals;
        this.json = json;
    }

    record Variables(List<Variable> variables, long totalEntries) {}

    record Variable(
            String key,
            String value,
            @Nullable String description,
            boolean isEncrypted,
            @Nullable String teamName) {}

    record Body(
            @Nullable String key,
            @Nullable JsonNode value,
            @Nullable String description,
            @Nullable String teamName) {

        String requireKey(String where) {
            if (key == null || key.isBlank() || key.length() > MAX_KEY || key.contains("/")) {
                throw ProblemException.invalid(where + ".key", "it must have 1 to " + MAX_KEY + " characters, no /");
            }
            return Request.checked(where + ".key", key);
        }

        @Override
        public String toString() {
            return "Body[" + key + "]"; // a value may be a secret
        }
    }

    /** Declares the routes. */
    public void declare(Api api) {
        api.get(VARIABLES, Role.OP, this::list);
        api.get(VARIABLE, Role.OP, request -> view(require(request.path("variable_key"))));
        api.create(VARIABLES, Role.OP, this::create);
        api.patch(VARIABLES, Role.OP, request -> Bulk.run(request, new Many(request), FIELDS));
        api.patch(VARIABLE, Role.OP, this::patch);
        api.delete(VARIABLE, Role.OP, request -> delete(request, "", request.path("variable_key")));
    }

    private Variables list(Request request) {
        boolean down = request.order("key", Set.of("id", "key")).startsWith("-");
        Listed<VariableRow> found = variables.list(request.pattern("variable_key"), down, request.page());
        return new Variables(found.rows().stream().map(this::view).toList(), found.total());
    }

    private Variable view(VariableRow row) {
        return new Variable(
                row.key(),
                Masked.isSecret(row.key()) ? Masked.MASK : seals.open(Seals.ofVariable(row.key()), row.value()),
                row.description(),
                Seals.isSealed(row.value()),
                null);
    }

    private VariableRow require(String key) {
        return variables
                .find(key)
                .orElseThrow(
                        () -> ProblemException.notFound("VARIABLE_NOT_FOUND", "there is no variable '" + key + "'"));
    }

    private Variable create(Request request) {
        Body body = request.body(Body.class);
        create(request, "", body);
        return view(require(body.requireKey("body")));
    }

    private void create(Request request, String part, Body body) {
        String key = body.requireKey("body");
        send(request, part, new Command.SetVariable(key, sealed(key, body), body.description(), false, true));
    }

    private Variable patch(Request request) {
        Body body = request.body(Body.class);
        String key = request.path("variable_key");
        if (body.key() != null && !body.key().equals(key)) {
            throw ProblemException.invalid("body.key", "it must be the key of the path, '" + key + "'");
        }
        change(request, "", key, body, request.queries("update_mask", FIELDS));
        return view(require(key));
    }

    // The command says no more than the request: merged with what is there now, it would undo what another changes at
    // the same time, and would be another one when the request is repeated.
    private void change(Request request, String part, String key, Body body, List<String> mask) {
        boolean all = mask.isEmpty();
        boolean description = all || mask.contains("description");
        send(
                request,
                part,
                new Command.SetVariable(
                        key,
                        all || mask.contains("value") ? sealed(key, body) : null,
                        description ? body.description() : null,
                        !description,
                        false));
    }

    private String sealed(String key, Body body) {
        JsonNode value = body.value();
        if (value == null || value.isNull()) {
            throw ProblemException.invalid("body.value", "it is missing");
        }
        String text = value.isTextual() ? value.textValue() : json.text(value);
        if (text.indexOf('\0') >= 0) {
            throw ProblemException.invalid("body.value", "it has a NUL character");
        }
        return seals.seal(Seals.ofVariable(key), text);
    }

    private void send(Request request, String part, Command.SetVariable command) {
        commands.send(request, part, command, CommandReply.Done.class);
    }

    private void delete(Request request, String part, String key) {
        commands.send(request, part, new Command.DeleteVariable(key), CommandReply.Done.class);
    }

    /** Those of one request. */
    private final class Many implements Bulk.Things<Body> {

        private final Request request;

        Many(Request request) {
            this.request = request;
        }

        @Override
        public Class<Body> type() {
            return Body.class;
        }

        @Override
        public Body named(String name) {
            return new Body(name, null, null, null);
        }

        @Override
        public String nameOf(Body entity, String where) {
            return entity.requireKey(where);
        }

        @Override
        public boolean exists(Body entity) {
            return variables.find(entity.requireKey("body")).isPresent();
        }

        @Override
        public void create(Body entity, String part) {
            VariableRoutes.this.create(request, part, entity);
        }

        @Override
        public void update(Body entity, List<String> mask, String part) {
            change(request, part, entity.requireKey("body"), entity, mask);
        }

        @Override
        public void delete(Body entity, String part) {
            VariableRoutes.this.delete(request, part, entity.requireKey("body"));
        }
    }
}
