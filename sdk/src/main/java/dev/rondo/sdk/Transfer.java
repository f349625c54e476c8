package dev.rondo.sdk;

/**
 * An operator that moves data from one system to another.
 *
 * @param <T> type of the result; {@link Void} when there is none
 */
public interface Transfer<T> extends Operator<T> {

    @Override
    default OperatorKind kind() {
        return OperatorKind.TRANSFER;
    }
}
