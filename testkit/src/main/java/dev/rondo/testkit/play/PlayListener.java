package dev.rondo.testkit.play;

import dev.rondo.core.state.Instance;
import org.jspecify.annotations.Nullable;

/** Told of a played run while it goes on, on the thread that plays it. */
public interface PlayListener {

    /** Nobody listens. */
    PlayListener NONE = new PlayListener() {
        @Override
        public void changed(String taskId, Instance after, @Nullable String reason) {}

        @Override
        public void line(String taskId, String text) {}
    };

    /**
     * An instance changed.
     *
     * @param reason stable code of why; null: the state says it
     */
    void changed(String taskId, Instance after, @Nullable String reason);

    /**
     * A body logged or printed a line; also called by threads that it started.
     *
     * @param taskId empty: a callback of the DAG
     */
    void line(String taskId, String text);
}
