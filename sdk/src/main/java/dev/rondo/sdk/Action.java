package dev.rondo.sdk;

/**
 * An operator that does something.
 *
 * @param <T> type of the result; {@link Void} when there is none
 */
public interface Action<T> extends Operator<T> {

    @Override
    default OperatorKind kind() {
        return OperatorKind.ACTION;
    }
}
