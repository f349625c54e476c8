package dev.rondo.runtime.log;

import dev.rondo.core.protocol.Ask;
import dev.rondo.sdk.Connection;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which of what a body is told are secrets, to be masked wherever its words go. */
public final class Secrets {

    private Secrets() {}

    /** Those in the answer to a question of a body. */
    public static List<String> in(String kind, List<@Nullable String> arguments, @Nullable String answer) {
        String name = arguments.isEmpty() ? null : arguments.getFirst();
        if (answer == null || name == null) {
            return List.of();
        }
        return switch (kind) {
            case Ask.VARIABLE -> SensitiveNames.isSensitive(name) ? List.of(answer) : List.of();
            case Ask.CONNECTION -> ofConnection(name, answer);
            default -> List.of();
        };
    }

    /** One that cannot be read is of no use to the body either, which learns why. */
    private static List<String> ofConnection(String id, String uri) {
        try {
            return of(Connection.ofUri(id, uri));
        } catch (RuntimeException e) {
            return List.of(uri);
        }
    }

    /** A connection's password, and some of its extras. */
    private static List<String> of(Connection connection) {
        List<String> secrets = new ArrayList<>();
        if (connection.password() != null) {
            secrets.add(connection.password());
        }
        ((JsonObject) JsonValue.parse(connection.extra()))
                .members().keySet().stream()
                        .filter(SensitiveNames::isSensitive)
                        .forEach(name -> connection.findExtra(name).ifPresent(secrets::add));
        return secrets;
    }
}
