package dev.rondo.webserver;

import dev.rondo.webserver.rest.Api;
import dev.rondo.webserver.rest.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Asks every route that needs a sign-in, and tells what refuses. */
final class RouteWalk {

    /** Not refused, whatever else it was answered. */
    static final String LET_IN = "";

    private final TestWebserver web;
    private final SampleWorld world;

    RouteWalk(TestWebserver web, SampleWorld world) {
        this.web = web;
        this.world = world;
    }

    /**
     * What a walk has found.
     *
     * @param wrong routes that another code refused than was expected, or none
     * @param opened paths of those that let in
     */
    record Walked(List<String> wrong, List<String> opened) {}

    /** But for the stream, which goes on until its client goes. */
    private Stream<Api.Declared> routes() {
        return web.server().routes().stream()
                .filter(route -> route.role() != Role.PUBLIC)
                .filter(route -> !route.path().endsWith("/events/stream"));
    }

    /** Whether a route ends the sign-in that it is asked with. */
    static boolean signsOut(Api.Declared route) {
        return route.method().name().equals("DELETE")
                && (route.path().equals("/auth/token") || route.path().equals("/auth/session"));
    }

    /** Asks all with a token. */
    Walked walk(String token, Function<Api.Declared, String> expected) throws Exception {
        return walk(routes(), token, Map.of(), expected);
    }

    /** Asks all with headers; what would sign out is asked only if it is told to refuse. */
    Walked walk(Map<String, String> headers, Function<Api.Declared, String> expected) throws Exception {
        return walk(
                routes().filter(route ->
                        !signsOut(route) || !expected.apply(route).equals(LET_IN)),
                null,
                headers,
                expected);
    }

    private Walked walk(
            Stream<Api.Declared> routes,
            @Nullable String token,
            Map<String, String> headers,
            Function<Api.Declared, String> expected)
            throws Exception {
        List<String> wrong = new ArrayList<>();
        List<String> opened = new ArrayList<>();
        for (Api.Declared route : routes.toList()) {
            String refusal = refusal(route, token, headers);
            if (!refusal.equals(expected.apply(route))) {
                wrong.add(route + " -> " + refusal);
            }
            if (refusal.equals(LET_IN)) {
                opened.add(route.path());
            }
        }
        return new Walked(wrong, opened);
    }

    /**
     * What lists and streams of many DAGs, asked of all, tell somebody of a text: the paths of those that have it in
     * their answer.
     */
    List<String> telling(String token, String text) throws Exception {
        List<String> telling = new ArrayList<>();
        for (Api.Declared route :
                routes().filter(route -> route.ofDags() && route.reads()).toList()) {
            String method = route.method().name();
            String path = world.path(route.path().replaceAll("\\{(dag_id|dag_run_id|task_id)}", "~"));
            var answer = web.send(method, ofAll(path), token, method.equals("GET") ? null : "{}", Map.of());
            if (answer.response().body().contains(text)) {
                telling.add(route.path());
            }
        }
        return telling;
    }

    private static String ofAll(String path) {
        return path.endsWith("/hitlDetails")
                ? path + "?response_received=false"
                : path.replaceFirst("\\?dag_id=.*", "?limit=100");
    }

    private String refusal(Api.Declared route, @Nullable String token, Map<String, String> headers) throws Exception {
        String method = route.method().name();
        var answer = web.send(method, world.path(route.path()), token, method.equals("GET") ? null : "{}", headers);
        return answer.status() == 401 || answer.status() == 403
                ? answer.at("/code").asText()
                : LET_IN;
    }
}
