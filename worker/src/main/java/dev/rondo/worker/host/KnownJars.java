package dev.rondo.worker.host;

import dev.rondo.core.protocol.Dispatch;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What ran of jars lately: what a host has to load for the next tries of one. Guarded by the pool's lock. */
final class KnownJars {

    private static final int MAX_JARS = 256;

    // A jar has a class for each DAG, or for each family of them; of more than these the first are enough.
    private static final int MAX_CLASSES = 64;

    private final Map<String, Known> jars = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
            return size() > MAX_JARS;
        }
    };

    /**
     * A jar of which something ran.
     *
     * @param dagClasses classes that define the DAGs that ran
     * @param bodyMicros how long bodies of it ran lately
     */
    record Known(Set<String> dagClasses, long bodyMicros) {}

    /** A try ended in a host. Only those that any warm host may run are taken note of. */
    void ran(Dispatch dispatch, long bodyMicros) {
        if (dispatch.jarHash().isEmpty() || !Placement.isWarm(dispatch)) {
            return;
        }
        Known before = jars.get(dispatch.jarHash());
        Set<String> classes = before == null ? new LinkedHashSet<>() : before.dagClasses();
        if (classes.size() < MAX_CLASSES) {
            classes.add(dispatch.dagClass());
        }
        jars.put(dispatch.jarHash(), new Known(classes, bodyMicros));
    }

    /** What a host loaded left it unfit for tries: that is not done again until one was fit after a try. */
    void forget(@Nullable HostKey key) {
        if (key != null) {
            jars.remove(key.jarHash());
        }
    }

    /** Null: nothing of it ran here, or so much else since. */
    @Nullable
    Known find(String jarHash) {
        return jars.get(jarHash);
    }
}
