package dev.rondo.core.state;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A changed copy of an {@link Instance} in the making; what is not set stays. */
final class InstanceEdit {

    private final int task;
    private int mapIndex;
    private TaskState state;
    private int tryNumber;
    private int maxTries;
    private int lostTries;
    private long dispatchId;
    private @Nullable Instant nextAt;
    private @Nullable Instant startDate;
    private @Nullable Instant endDate;
    private int resultLength;
    private @Nullable List<String> followed;

    InstanceEdit(Instance from) {
        task = from.task();
        mapIndex = from.mapIndex();
        state = from.state();
        tryNumber = from.tryNumber();
        maxTries = from.maxTries();
        lostTries = from.lostTries();
        dispatchId = from.dispatchId();
        nextAt = from.nextAt();
        startDate = from.startDate();
        endDate = from.endDate();
        resultLength = from.resultLength();
        followed = from.followed();
    }

    InstanceEdit mapIndex(int value) {
        mapIndex = value;
        return this;
    }

    InstanceEdit state(TaskState value) {
        state = value;
        return this;
    }

    InstanceEdit tryNumber(int value) {
        tryNumber = value;
        return this;
    }

    InstanceEdit maxTries(int value) {
        maxTries = value;
        return this;
    }

    InstanceEdit lostTries(int value) {
        lostTries = value;
        return this;
    }

    InstanceEdit dispatchId(long value) {
        dispatchId = value;
        return this;
    }

    InstanceEdit nextAt(@Nullable Instant value) {
        nextAt = value;
        return this;
    }

    InstanceEdit startDate(@Nullable Instant value) {
        startDate = value;
        return this;
    }

    InstanceEdit endDate(@Nullable Instant value) {
        endDate = value;
        return this;
    }

    InstanceEdit result(int length, @Nullable List<String> follow) {
        resultLength = length;
        followed = follow;
        return this;
    }

    InstanceEdit noResult() {
        return result(Instance.NO_RESULT, null);
    }

    Instance done() {
        return new Instance(
                task,
                mapIndex,
                state,
                tryNumber,
                maxTries,
                lostTries,
                dispatchId,
                nextAt,
                startDate,
                endDate,
                resultLength,
                followed);
    }
}
