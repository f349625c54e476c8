package dev.rondo.webserver.variable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.rondo.core.command.Command;
import dev.rondo.core.command.CommandReply;
import dev.rondo.metadata.query.Listed;
import dev.rondo.metadata.query.VariableQueries;
import dev.rondo.metadata.query.VariableQueries.VariableRow;
import dev.rondo.metadata.secret.Seals;
import dev.rondo.storage.secret.OutsideSettings;
import dev.rondo.webserver.command.CommandSender;
import dev.rondo.webserver.rest.Api;
import dev.rondo.webserver.rest.Bulk;
import dev.rondo.webserver.rest.Json;
import dev.rondo.webserver.rest.ProblemException;
import dev.rondo.webserver.rest.Request;
import dev.rondo.webserver.rest.Role;
import dev.rondo.webserver.secret.Masked;
import dev.rondo.webserver.secret.Opener;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Variables: list, one, create, change, delete, many at once. Values leave this process sealed only; one whose key
 * speaks of a secret is never shown, nor what does so within one that is JSON.
 */
public final class VariableRoutes {

    private static final String VARIABLES = Api.ROOT + "/variables";
    private static final String VARIABLE = VARIABLES + "/{variable_key}";
    private static final int MAX_KEY = 250;

    /** What a change may set; the key, too, may be named as set, and never changes. */
    private static final Set<String> FIELDS = Set.of("value", "description", "key");

    private final VariableQueries variables;
    private final CommandSender commands;
    private final Seals seals;
    private final Opener opener;
    private final OutsideSettings outside;
    private final Json json;

    public VariableRoutes(
            VariableQueries variables, CommandSender commands, Seals seals, OutsideSettings outside, Json json) {
        this.variables = variables;
        this.commands = commands;
        this.seals = seals;
        this.opener = new Opener(seals);
        this.outside = outside;
        this.json = json;
    }

    record Variables(List<Variable> variables, long totalEntries) {}

    /**
     * A variable.
     *
     * @param source where tasks get it from: {@code secret_backend, environment, database}; null in lists, which are of
     *     the database
     * @param sourceDetail the place as people know it; null: the database
     */
    record Variable(
            String key,
            String value,
            @Nullable String description,
            boolean isEncrypted,
            @Nullable String teamName,
            @Nullable String source,
            @Nullable String sourceDetail) {}

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

    /**
     * A variable as a request has it.
     *
     * @param where its place in the request
     * @param given the fields that are there
     */
    private record Sent(String where, Body body, Set<String> given) {

        static Sent of(Request request, String where, JsonNode node) {
            Body body = request.part(where, node, Body.class);
            if (body.teamName() != null) {
                throw ProblemException.invalid(where + ".team_name", "teams are not known here; leave it out");
            }
            return new Sent(where, body, FIELDS.stream().filter(node::has).collect(Collectors.toUnmodifiableSet()));
        }

        String requireKey() {
            return body.requireKey(where);
        }
    }

    /** Declares the routes. */
    public void declare(Api api) {
        api.get(VARIABLES, Role.OP, this::list);
        api.get(VARIABLE, Role.OP, request -> one(request.path("variable_key")));
        api.create(VARIABLES, Role.OP, this::create);
        api.patch(
                VARIABLES,
                Role.OP,
                request -> Bulk.run(request, new Many(request), FIELDS, part -> commands.wasSent(request, part)));
        api.patch(VARIABLE, Role.OP, this::patch);
        api.delete(VARIABLE, Role.OP, request -> delete(request, "", request.path("variable_key")));
    }

    private Variables list(Request request) {
        Listed<VariableRow> found = variables.list(
                VariableQueries.FILTERS.read(request), VariableQueries.ORDERS.read(request), request.page());
        return new Variables(found.rows().stream().map(this::listed).toList(), found.total());
    }

    /** One of many: what does not open is masked, and hides no other. */
    private Variable listed(VariableRow row) {
        return view(row, Masked.isSecret(row.key()) ? null : opened(row).orElse(null), null);
    }

    /** As tasks get it: what lies outside comes first. A secret of a backend is shown to nobody. */
    private Variable one(String key) {
        return outside.variable(key)
                .map(found -> new Variable(
                        key,
                        found.source() == OutsideSettings.Source.SECRET_BACKEND || Masked.isSecret(key)
                                ? Masked.MASK
                                : shown(found.value()),
                        variables.find(key).map(VariableRow::description).orElse(null),
                        false,
                        null,
                        found.source().name().toLowerCase(Locale.ROOT),
                        found.words()))
                .orElseGet(() -> view(require(key)));
    }

    private Variable view(VariableRow row) {
        return view(
                row,
                Masked.isSecret(row.key()) ? null : seals.open(Seals.ofVariable(row.key()), row.value()),
                "database");
    }

    private Optional<String> opened(VariableRow row) {
        return opener.tryOpen(Seals.ofVariable(row.key()), row.value());
    }

    private Variable view(VariableRow row, @Nullable String value, @Nullable String source) {
        return new Variable(
                row.key(),
                value == null ? Masked.MASK : shown(value),
                row.description(),
                Seals.isSealed(row.value()),
                null,
                source,
                null);
    }

    /** Secrets within JSON are masked; what has none is shown to the letter. */
    private String shown(String value) {
        return json.find(value)
                .filter(JsonNode::isContainerNode)
                .filter(tree -> !Masked.of(tree).equals(tree))
                .map(tree -> json.text(Masked.of(tree)))
                .orElse(value);
    }

    private VariableRow require(String key) {
        return variables
                .find(key)
                .orElseThrow(
                        () -> ProblemException.notFound("VARIABLE_NOT_FOUND", "there is no variable '" + key + "'"));
    }

    private Variable create(Request request) {
        Sent sent = Sent.of(request, "body", request.body(JsonNode.class));
        create(request, "", sent, false);
        return view(require(sent.requireKey()));
    }

    private void create(Request request, String part, Sent sent, boolean overwrite) {
        String key = sent.requireKey();
        String text = requireText(sent);
        // A mask stands for what is there: with one it is a change, or nothing.
        boolean masked = overwrite && text.contains(Masked.MASK) && variables.exists(key);
        Command.Write write = masked ? Command.Write.CHANGE : overwrite ? Command.Write.EITHER : Command.Write.CREATE;
        boolean keepDescription = overwrite && !sent.given().contains("description");
        String value = masked ? restored(sent, key, text) : unmasked(sent, text);
        send(
                request,
                part,
                new Command.SetVariable(
                        key,
                        value == null ? null : sealed(key, value),
                        sent.body().description(),
                        keepDescription,
                        write));
    }

    private Variable patch(Request request) {
        Sent sent = Sent.of(request, "body", request.body(JsonNode.class));
        Body body = sent.body();
        String key = request.path("variable_key");
        if (body.key() != null && !body.key().equals(key)) {
            throw ProblemException.invalid("body.key", "it must be the key of the path, '" + key + "'");
        }
        change(request, "", key, sent, request.queries("update_mask", FIELDS));
        return view(require(key));
    }

    // The command says no more than the request: merged with what is there now, it would undo what another changes at
    // the same time, and would be another one when the request is repeated.
    private void change(Request request, String part, String key, Sent sent, List<String> mask) {
        Collection<String> fields = mask.isEmpty() ? sent.given() : mask;
        boolean description = fields.contains("description");
        String value = fields.contains("value") ? restored(sent, key, requireText(sent)) : null;
        send(
                request,
                part,
                new Command.SetVariable(
                        key,
                        value == null ? null : sealed(key, value),
                        description ? sent.body().description() : null,
                        !description,
                        Command.Write.CHANGE));
    }

    private String requireText(Sent sent) {
        JsonNode value = sent.body().value();
        if (value == null || value.isNull()) {
            throw ProblemException.invalid(sent.where() + ".value", "it is missing");
        }
        String text = value.isTextual() ? value.textValue() : json.text(value);
        if (text.indexOf('\0') >= 0) {
            throw ProblemException.invalid(sent.where() + ".value", "it has a NUL character");
        }
        return text;
    }

    /** The value with the secrets that are there now where it has their masks; null: all of it stays. */
    private @Nullable String restored(Sent sent, String key, String text) {
        if (text.equals(Masked.MASK)) {
            return null;
        }
        return text.contains(Masked.MASK)
                ? restored(
                        sent,
                        text,
                        variables
                                .find(key)
                                .flatMap(this::opened)
                                .flatMap(json::find)
                                .orElse(MissingNode.getInstance()))
                : text;
    }

    private String restored(Sent sent, String text, JsonNode before) {
        return json.find(text)
                .filter(JsonNode::isContainerNode)
                .map(tree -> Masked.restored(sent.where() + ".value", tree, before))
                .map(json::text)
                .orElse(text);
    }

    /** The value, of which no mask may be a part. */
    private String unmasked(Sent sent, String text) {
        if (text.equals(Masked.MASK)) {
            throw Masked.nothingBehind(sent.where() + ".value");
        }
        return text.contains(Masked.MASK) ? restored(sent, text, MissingNode.getInstance()) : text;
    }

    private String sealed(String key, String value) {
        return seals.seal(Seals.ofVariable(key), value);
    }

    private void send(Request request, String part, Command.SetVariable command) {
        commands.send(request, part, command, CommandReply.Done.class);
    }

    private void delete(Request request, String part, String key) {
        commands.send(request, part, new Command.DeleteVariable(key), CommandReply.Done.class);
    }

    /** Those of one request. */
    private final class Many implements Bulk.Things<Sent> {

        private final Request request;

        Many(Request request) {
            this.request = request;
        }

        @Override
        public Sent read(Bulk.Kind kind, String where, JsonNode node) {
            Sent sent = Sent.of(request, where, node);
            if (kind == Bulk.Kind.CREATE) {
                String ignored = requireText(sent);
            }
            return sent;
        }

        @Override
        public Sent named(String name) {
            return new Sent("body", new Body(name, null, null, null), Set.of());
        }

        @Override
        public String nameOf(Sent entity, String where) {
            return entity.body().requireKey(where);
        }

        @Override
        public boolean exists(Sent entity) {
            return variables.exists(entity.requireKey());
        }

        @Override
        public void create(Sent entity, boolean overwrite, String part) {
            VariableRoutes.this.create(request, part, entity, overwrite);
        }

        @Override
        public void update(Sent entity, List<String> mask, String part) {
            change(request, part, entity.requireKey(), entity, mask);
        }

        @Override
        public void delete(Sent entity, String part) {
            VariableRoutes.this.delete(request, part, entity.requireKey());
        }
    }
}
