package dev.rondo.core.state;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** There is no run before. */
public enum NoPast implements RunView.PastRun {
    /** The one there is. */
    INSTANCE;

    @Override
    public boolean exists() {
        return false;
    }

    @Override
    public boolean has(String taskId) {
        return false;
    }

    @Override
    public boolean undone(String taskId) {
        return false;
    }

    @Override
    public boolean absentEverywhere(String taskId) {
        return true;
    }

    @Override
    public @Nullable Instant logicalDate() {
        return null;
    }
}
