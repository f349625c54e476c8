package dev.rondo.webserver.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Changes of many things by one request, in Airflow's words: a list of actions, each with its entities. What is wrong
 * with the request itself refuses all of it; what cannot be done is told beside what was done.
 */
public final class Bulk {

    // As many as a person or a script changes at once; each is a command of its own.
    private static final int MAX_ENTITIES = 1_000;

    private Bulk() {}

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

        /** How one is written. */
        Class<E> type();

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

        /** Makes it; {@code part} tells it from the others of the request. */
        void create(E entity, String part);

        /**
         * Changes it.
         *
         * @param mask what is set; empty: all
         */
        void update(E entity, List<String> mask, String part);

        /** Deletes it. */
        void delete(E entity, String part);
    }

    /** Does what a request asks for. */
    public static <E> Results run(Request request, Things<E> things, Set<String> maskable) {
        Body body = request.body(Body.class);
        if (body.actions() == null) {
            throw ProblemException.invalid("body.actions", "it is missing");
        }
        List<Work<E>> all = new ArrayList<>();
        int entities = 0;
        for (int i = 0; i < body.actions().size(); i++) {
            Work<E> work = read(request, things, maskable, i, body.actions().get(i));
            entities += work.entities().size();
            if (entities > MAX_ENTITIES) {
                throw ProblemException.invalid(
                        "body.actions", "they have more than " + MAX_ENTITIES + " entities; send several requests");
            }
            all.add(work);
        }
        return new Results(done(things, all, "create"), done(things, all, "update"), done(things, all, "delete"));
    }

    /** An action that was read; {@code otherwise} is what it does where things are, or are not, there. */
    private record Work<E>(int index, String action, String otherwise, List<String> mask, List<E> entities) {
        String part(int entity) {
            return ":" + index + "." + entity;
        }
    }

    private static <E> Work<E> read(
            Request request, Things<E> things, Set<String> maskable, int index, @Nullable Action action) {
        String where = "body.actions." + index;
        if (action == null) {
            throw ProblemException.invalid(where, "null is not a JSON object");
        }
        String kind = oneOf(where + ".action", action.action(), "", Set.of("create", "update", "delete"));
        String otherwise = kind.equals("create")
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
        List<E> entities = new ArrayList<>();
        for (int i = 0; i < action.entities().size(); i++) {
            String place = where + ".entities." + i;
            JsonNode node = action.entities().get(i);
            if (node == null || node.isNull()) {
                throw ProblemException.invalid(place, "null is not a JSON object");
            }
            E entity = node.isTextual() && kind.equals("delete")
                    ? things.named(Request.checked(place, node.textValue()))
                    : request.part(place, node, things.type());
            Request.checked(place, things.nameOf(entity, place));
            entities.add(entity);
        }
        return new Work<>(index, kind, otherwise, List.copyOf(mask), List.copyOf(entities));
    }

    private static String oneOf(String where, @Nullable String value, String otherwise, Set<String> allowed) {
        String said = value == null ? otherwise : value;
        if (!allowed.contains(said)) {
            throw ProblemException.notAllowed(
                    where, said, allowed.stream().sorted().toList());
        }
        return said;
    }

    private static <E> @Nullable Result done(Things<E> things, List<Work<E>> all, String action) {
        List<Work<E>> works =
                all.stream().filter(work -> work.action().equals(action)).toList();
        if (works.isEmpty()) {
            return null;
        }
        Result result = new Result(new ArrayList<>(), new ArrayList<>());
        works.forEach(work -> carryOut(things, work, result));
        return result;
    }

    private static <E> void carryOut(Things<E> things, Work<E> work, Result result) {
        boolean creates = work.action().equals("create");
        if (work.otherwise().equals("fail")) {
            List<String> inTheWay = work.entities().stream()
                    .filter(entity -> things.exists(entity) == creates)
                    .map(entity -> things.nameOf(entity, "body"))
                    .toList();
            if (!inTheWay.isEmpty()) {
                result.errors().add(refusal(creates, inTheWay));
                return;
            }
        }
        for (int i = 0; i < work.entities().size(); i++) {
            E entity = work.entities().get(i);
            try {
                if (one(things, work, entity, work.part(i))) {
                    result.success().add(things.nameOf(entity, "body"));
                }
            } catch (ProblemException e) {
                if (e.status() >= 500) {
                    throw e; // no scheduler for this one is none for the others
                }
                result.errors().add(new Refusal(e.detail(), e.status()));
            }
        }
    }

    private static Refusal refusal(boolean creates, List<String> names) {
        String which = String.join(", ", names);
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

    /** Whether something was done. */
    private static <E> boolean one(Things<E> things, Work<E> work, E entity, String part) {
        boolean creates = work.action().equals("create");
        boolean skips = work.otherwise().equals("skip");
        if (skips && things.exists(entity) == creates) {
            return false;
        }
        switch (work.action()) {
            case "delete" -> things.delete(entity, part);
            case "update" -> things.update(entity, work.mask(), part);
            default -> {
                if (work.otherwise().equals("overwrite") && things.exists(entity)) {
                    things.update(entity, List.of(), part);
                } else {
                    things.create(entity, part);
                }
            }
        }
        return true;
    }
}
