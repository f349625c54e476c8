package dev.rondo.webserver.variable;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rondo.core.command.Command;
import dev.rondo.core.command.CommandReply;
import dev.rondo.metadata.query.Listed;
import dev.rondo.metadata.query.VariableQueries;
import dev.rondo.metadata.query.VariableQueries.VariableRow;
import dev.rondo.webserver.command.CommandSender;
import dev.rondo.webserver.rest.Api;
import dev.rondo.webserver.rest.Json;
import dev.rondo.webserver.rest.ProblemException;
import dev.rondo.webserver.rest.Request;
import dev.rondo.webserver.rest.Role;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Variables: list, one, create, change, delete. A value whose key speaks of a secret is never shown. */
public final class VariableRoutes {

    private static final String VARIABLES = Api.ROOT + "/variables";
    private static final String VARIABLE = VARIABLES + "/{variable_key}";
    private static final int MAX_KEY = 250;
    private static final String MASK = "***";

    // Airflow's DEFAULT_SENSITIVE_FIELDS.
    private static final Set<String> SECRET_WORDS = Set.of(
            "access_token",
            "api_key",
            "apikey",
            "authorization",
            "passphrase",
            "passwd",
            "password",
            "private_key",
            "secret",
            "token",
            "keyfile_dict",
            "service_account");

    private final VariableQueries variables;
    private final CommandSender commands;
    private final Json json;

    public VariableRoutes(VariableQueries variables, CommandSender commands, Json json) {
        this.variables = variables;
        this.commands = commands;
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
        @Override
        public String toString() {
            return "Body[" + key + "]"; // a value may be a secret
        }
    }

    /** Declares the routes. */
    public void declare(Api api) {
        api.get(VARIABLES, Role.OP, this::list);
        api.get(VARIABLE, Role.OP, request -> of(require(request.path("variable_key"))));
        api.create(VARIABLES, Role.OP, this::create);
        api.patch(VARIABLE, Role.OP, this::patch);
        api.delete(VARIABLE, Role.OP, this::delete);
    }

    private Variables list(Request request) {
        request.query("order_by", Set.of("key"));
        Listed<VariableRow> found = variables.list(request.query("variable_key_pattern"), request.page());
        return new Variables(found.rows().stream().map(VariableRoutes::of).toList(), found.total());
    }

    private static Variable of(VariableRow row) {
        String key = row.key().toLowerCase(Locale.ROOT);
        boolean secret = SECRET_WORDS.stream().anyMatch(key::contains);
        return new Variable(row.key(), secret ? MASK : row.value(), row.description(), false, null);
    }

    private VariableRow require(String key) {
        return variables
                .find(key)
                .orElseThrow(
                        () -> ProblemException.notFound("VARIABLE_NOT_FOUND", "there is no variable '" + key + "'"));
    }

    private Variable create(Request request) {
        Body body = request.body(Body.class);
        String key = body.key();
        if (key == null || key.isBlank() || key.length() > MAX_KEY || key.contains("/")) {
            throw ProblemException.invalid("body.key", "it must have 1 to " + MAX_KEY + " characters, no /");
        }
        return send(request, new Command.SetVariable(key, value(body), body.description(), false, true));
    }

    // The command says no more than the request: merged with what is there now, it would undo what another changes at
    // the same time, and would be another one when the request is repeated.
    private Variable patch(Request request) {
        Body body = request.body(Body.class);
        String key = request.path("variable_key");
        if (body.key() != null && !body.key().equals(key)) {
            throw ProblemException.invalid("body.key", "it must be the key of the path, '" + key + "'");
        }
        List<String> mask = request.queries("update_mask", Set.of("value", "description", "key"));
        boolean all = mask.isEmpty();
        boolean description = all || mask.contains("description");
        return send(
                request,
                new Command.SetVariable(
                        key,
                        all || mask.contains("value") ? value(body) : null,
                        description ? body.description() : null,
                        !description,
                        false));
    }

    private String value(Body body) {
        JsonNode value = body.value();
        if (value == null || value.isNull()) {
            throw ProblemException.invalid("body.value", "it is missing");
        }
        String text = value.isTextual() ? value.textValue() : json.text(value);
        if (text.indexOf('\0') >= 0) {
            throw ProblemException.invalid("body.value", "it has a NUL character");
        }
        return text;
    }

    private Variable send(Request request, Command.SetVariable command) {
        commands.send(request, command, CommandReply.Done.class);
        return of(require(command.key()));
    }

    private void delete(Request request) {
        commands.send(request, new Command.DeleteVariable(request.path("variable_key")), CommandReply.Done.class);
    }
}
