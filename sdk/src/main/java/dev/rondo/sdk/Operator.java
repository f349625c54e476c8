package dev.rondo.sdk;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A piece of work that is made once and used in many DAGs. Write one as a record that implements {@link Action},
 * {@link Transfer} or {@link Sensor}; what it needs are its components, and "changing" one gives a new value.
 *
 * <p>Templates in its text components (in lists, maps and records of text too) are rendered before each try, unless
 * {@link Verbatim} says no. Components are of types that an XCom may have; then an operator of the installation runs
 * without the DAG's jar. Credentials are never components: name a connection.
 *
 * @param <T> type of the result; {@link Void} when there is none
 */
public interface Operator<T> extends Serializable {

    /** What it is for. */
    OperatorKind kind();

    /**
     * Does the work of one try, or one look of it.
     *
     * @return the result; null: none
     * @throws LookAgain to be called again later, with no worker held meanwhile
     * @throws SkipException to be skipped
     * @throws FailWithoutRetryException to fail for good
     * @throws Exception anything else fails the try
     */
    @Nullable
    T execute(TaskContext context) throws Exception;
}
