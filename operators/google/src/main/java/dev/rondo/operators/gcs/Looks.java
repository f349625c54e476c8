package dev.rondo.operators.gcs;

import dev.rondo.sdk.FailWithoutRetryException;
import dev.rondo.sdk.LookAgain;
import dev.rondo.sdk.TaskContext;
import dev.rondo.storage.BucketException;
import dev.rondo.storage.BucketException.Kind;
import java.io.IOException;
import java.util.Optional;

/** How sensors look into buckets: what may pass is waited for, as what is not there yet. */
final class Looks {

    private Looks() {}

    /** One look. */
    interface Look<T> {
        Optional<T> at(Gcs.Opened gcs) throws IOException;
    }

    /**
     * What is there.
     *
     * @throws LookAgain when nothing is, the bucket does not answer, or there is none yet
     * @throws BucketException when it is forbidden
     */
    static <T> T found(GoogleAccount account, TaskContext context, Look<T> look) throws IOException {
        try {
            return look.at(Gcs.open(account, context)).orElseThrow(LookAgain::later);
        } catch (BucketException e) {
            if (e.kind() == Kind.FORBIDDEN) {
                throw e;
            }
            context.log().log(System.Logger.Level.WARNING, "{0}; looking again later", e.getMessage());
            throw LookAgain.later();
        } catch (IllegalArgumentException e) {
            throw new FailWithoutRetryException(String.valueOf(e.getMessage()));
        }
    }
}
