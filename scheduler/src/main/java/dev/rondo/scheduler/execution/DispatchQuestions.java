package dev.rondo.scheduler.execution;

import dev.rondo.core.protocol.Ask;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers what is asked in the name of a dispatch. Blocks while it reads the database. */
public interface DispatchQuestions {

    /**
     * The inputs of a dispatch, one JSON text each; null where an optional one is absent.
     *
     * @throws NotAllowedException when the token is not that of a dispatch under way
     * @throws IOException when the store does not answer
     */
    List<@Nullable String> inputs(String token) throws NotAllowedException, IOException;

    /**
     * Answers an ask; null is an answer.
     *
     * @throws NotAllowedException when the token is not that of a dispatch under way
     * @throws IllegalArgumentException when what is asked makes no sense; the message says why
     * @throws IOException when the store does not answer
     */
    @Nullable
    String answer(String token, Ask ask) throws NotAllowedException, IOException;

    /** The token is not, or no longer, that of a dispatch under way. */
    final class NotAllowedException extends Exception {
        private static final long serialVersionUID = 1;

        public NotAllowedException(String message) {
            super(message);
        }
    }
}
