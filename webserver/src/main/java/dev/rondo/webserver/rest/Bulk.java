package dev.rondo.webserver.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Changes of many things by one request, in Airflow's words: a list of actions, carried out in their order, each with
 * its entities. What is wrong with the request itself refuses all of it; what cannot be done is told beside what was
 * done.
 */
public final class Bulk<E> {

    // As many as a person or a script changes at once; each is a command of its own.
    private static final int MAX_ENTITIES = 1_000;

    private static final Set<String> KINDS =
            Arrays.stream(Kind.values()).map(Kind::wireName).collect(Collectors.toUnmodifiableSet());

    private final Things<E> things;
    private final Predicate<String> wasSent;
    private final Map<Kind, Result> results = new EnumMap<>(Kind.class);
    private boolean stopped;

    private Bulk(Things<E> things, Predicate<String> wasSent) {
        this.things = things;
        this.wasSent = wasSent;
    }

    /** What is done to things. */
    public enum Kind {
        CREATE,
        UPDATE,
        DELETE;

        private String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    record Body(@Nullable List<@Nullable Action> actions) {}

    record Action(
            @Nullable String action,
            @Nullable List<@Nullable JsonNode> entities,
            @Nullable String actionOnExistence,
            @Nullable String actionOnNonExistence,
            @Nullable List<String> updateMask) {}

    /** What became of the actions; null: there was none of that kind. */
    public record Results(
            @Nullable Result create,
            @Nullable Result update,
            @Nullable Result delete) {}

    /** Names of what was done, and what was not done. */
    public record Result(List<String> success, List<Refusal> errors) {}

    /** Why something was not done. */
    public record Refusal(String error, int statusCode) {}

    /**
     * The things that are changed.
     *
     * @param <E> one of them, as it stands in the request
     */
    public interface Things<E> {

        /**
         * Reads one and checks what can be checked before anything is done.
         *
         * @param where its place in the request
         * @throws ProblemException naming the field that is wrong
         */
        E read(Kind kind, String where, JsonNode node);

        /** One that is only named, to be deleted. */
        E named(String name);

        /**
         * Its name.
         *
         * @param where its place in the request
         * @throws ProblemException when it has none, or a wrong one
         */
        String nameOf(E entity, String where);

        /** Whether there is one of that name. */
        boolean exists(E entity);

        /**
         * Makes it.
         *
         * @param overwrite whether one that is there becomes it, and is no error
         * @param part tells it from the others of the request
         */
        void create(E entity, boolean overwrite, String part);

        /**
         * Changes it.
         *
         * @param mask what is set; empty: what was sent
         */
        void update(E entity, List<String> mask, String part);

        /** Deletes it. */
        void delete(E entity, String part);
    }

    /**
     * Does what a request asks for.
     *
     * @param wasSent whether a part of the request was sent before, under the same idempotency key: it is asked for
     *     again then, whatever is there by now, and answered as it was
     */
    public static <E> Results run(Request request, Things<E> things, Set<String> maskable, Predicate<String> wasSent) {
        Body body = request.body(Body.class);
        if (body.actions() == null) {
            throw ProblemException.invalid("body.actions", "it is missing");
        }
        List<Work<E>> all = new ArrayList<>();
        int entities = 0;
        for (int i = 0; i < body.actions().size(); i++) {
            Work<E> work = read(things, maskable, i, body.actions().get(i));
            entities += work.entities().size();
            if (entities > MAX_ENTITIES) {
                throw ProblemException.invalid(
                        "body.actions", "they have more than " + MAX_ENTITIES + " entities; send several requests");
            }
            all.add(work);
        }
        Bulk<E> bulk = new Bulk<>(things, wasSent);
        all.forEach(bulk::carryOut);
        return new Results(bulk.results.get(Kind.CREATE), bulk.results.get(Kind.UPDATE), bulk.results.get(Kind.DELETE));
    }

    /** An entity with its name. */
    private record Named<E>(String name, E entity) {}

    /** An action that was read; {@code otherwise} is what it does where things are, or are not, there. */
    private record Work<E>(int index, Kind kind, String otherwise, List<String> mask, List<Named<E>> entities) {

        boolean creates() {
            return kind == Kind.CREATE;
        }

        boolean skips() {
            return otherwise.equals("skip");
        }

        String part(int entity) {
            return ":" + index + "." + entity;
        }

        String names(int from) {
            return entities.stream().skip(from).map(Named::name).collect(Collectors.joining(", "));
        }
    }

    private static <E> Work<E> read(Things<E> things, Set<String> maskable, int index, @Nullable Action action) {
        String where = "body.actions." + index;
        if (action == null) {
            throw ProblemException.invalid(where, "null is not a JSON object");
        }
        String said = oneOf(where + ".action", action.action(), "", KINDS);
        Kind kind = Kind.valueOf(said.toUpperCase(Locale.ROOT));
        String otherwise = kind == Kind.CREATE
                ? oneOf(
                        where + ".action_on_existence",
                        action.actionOnExistence(),
                        "fail",
                        Set.of("fail", "skip", "overwrite"))
                : oneOf(
                        where + ".action_on_non_existence",
                        action.actionOnNonExistence(),
                        "fail",
                        Set.of("fail", "skip"));
        List<String> mask = Objects.requireNonNullElse(action.updateMask(), List.of());
        mask.forEach(field -> oneOf(where + ".update_mask", field, "", maskable));
        if (action.entities() == null) {
            throw ProblemException.invalid(where + ".entities", "it is missing");
        }
        List<Named<E>> entities = new ArrayList<>();
        for (int i = 0; i < action.entities().size(); i++) {
            entities.add(read(
                    things, kind, where + ".entities." + i, action.entities().get(i)));
        }
        return new Work<>(index, kind, otherwise, List.copyOf(mask), List.copyOf(entities));
    }

    private static <E> Named<E> read(Things<E> things, Kind kind, String place, @Nullable JsonNode node) {
        if (node == null || node.isNull()) {
            throw ProblemException.invalid(place, "null is not a JSON object");
        }
        E entity = node.isTextual() && kind == Kind.DELETE
                ? things.named(Request.checked(place, node.textValue()))
                : things.read(kind, place, node);
        return new Named<>(Request.checked(place, things.nameOf(entity, place)), entity);
    }

    private static String oneOf(String where, @Nullable String value, String otherwise, Set<String> allowed) {
        String said = value == null ? otherwise : value;
        if (!allowed.contains(said)) {
            throw ProblemException.notAllowed(
                    where, said, allowed.stream().sorted().toList());
        }
        return said;
    }

    private void carryOut(Work<E> work) {
        Result result = results.computeIfAbsent(work.kind(), kind -> new Result(new ArrayList<>(), new ArrayList<>()));
        if (stopped) {
            notTried(work, 0, result);
            return;
        }
        if (work.otherwise().equals("fail") && inTheWay(work, result)) {
            return;
        }
        for (int i = 0; i < work.entities().size() && !stopped; i++) {
            one(work, i, result);
        }
    }

    /** Whether something is, or cannot be seen not to be; it is told then, and nothing of the action is done. */
    private boolean inTheWay(Work<E> work, Result result) {
        try {
            if (wasSent.test(work.part(0))) {
                return false;
            }
            String which = work.entities().stream()
                    .filter(each -> things.exists(each.entity()) == work.creates())
                    .map(Named::name)
                    .collect(Collectors.joining(", "));
            if (which.isEmpty()) {
                return false;
            }
            result.errors().add(refusal(work.creates(), which));
        } catch (RuntimeException e) {
            ProblemException problem = Outage.of(e);
            if (problem.status() < 500) {
                throw problem;
            }
            stop(work, 0, result, problem);
        }
        return true;
    }

    private void one(Work<E> work, int i, Result result) {
        Named<E> each = work.entities().get(i);
        String part = work.part(i);
        try {
            if (work.skips() && !wasSent.test(part) && things.exists(each.entity()) == work.creates()) {
                return;
            }
            switch (work.kind()) {
                case CREATE -> things.create(each.entity(), work.otherwise().equals("overwrite"), part);
                case UPDATE -> things.update(each.entity(), work.mask(), part);
                case DELETE -> things.delete(each.entity(), part);
            }
            result.success().add(each.name());
        } catch (RuntimeException e) {
            ProblemException problem = Outage.of(e);
            if (problem.status() >= 500) {
                stop(work, i, result, problem);
            } else if (!work.skips() || problem.status() != (work.creates() ? 409 : 404)) { // another was first
                result.errors().add(new Refusal(problem.detail(), problem.status()));
            }
        }
    }

    /** No scheduler or database for this one is none for those that follow; what was done before is told though. */
    private void stop(Work<E> work, int i, Result result, ProblemException problem) {
        if (results.values().stream().allMatch(each -> each.success().isEmpty())) {
            throw problem;
        }
        stopped = true;
        result.errors().add(new Refusal(work.entities().get(i).name() + ": " + problem.detail(), problem.status()));
        notTried(work, i + 1, result);
    }

    private void notTried(Work<E> work, int from, Result result) {
        if (from < work.entities().size()) {
            result.errors().add(new Refusal("not tried: " + work.names(from) + "; send them again later", 503));
        }
    }

    private static Refusal refusal(boolean creates, String which) {
        return creates
                ? new Refusal(
                        "there already: " + which + "; nothing of this action was done: send action_on_existence"
                                + " skip or overwrite, or leave them out",
                        409)
                : new Refusal(
                        "not there: " + which + "; nothing of this action was done: send action_on_non_existence"
                                + " skip, or leave them out",
                        404);
    }
}
