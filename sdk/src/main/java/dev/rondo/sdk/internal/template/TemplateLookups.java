package dev.rondo.sdk.internal.template;

import dev.rondo.sdk.Connection;
import dev.rondo.sdk.internal.json.JsonValue;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is fetched only when a template asks for it. The one who fetches a secret sees to it that it is masked. */
public interface TemplateLookups {

    /** A variable's text; empty when there is none. */
    Optional<String> variable(String key);

    /** A connection; empty when there is none. */
    Optional<Connection> connection(String id);

    /**
     * What a task of this run pushed.
     *
     * @param mapIndex which instance of a mapped task; null: of a mapped task all, as an array
     */
    Optional<JsonValue> xcom(String taskId, String key, @Nullable Integer mapIndex);

    /** There is nothing. */
    TemplateLookups NONE = new TemplateLookups() {
        @Override
        public Optional<String> variable(String key) {
            return Optional.empty();
        }

        @Override
        public Optional<Connection> connection(String id) {
            return Optional.empty();
        }

        @Override
        public Optional<JsonValue> xcom(String taskId, String key, @Nullable Integer mapIndex) {
            return Optional.empty();
        }
    };
}
