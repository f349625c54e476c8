package dev.rondo.runtime.host;

import dev.rondo.runtime.jar.DagJar;
import dev.rondo.runtime.jar.JarProblemException;
import dev.rondo.runtime.load.DagClass;
import dev.rondo.sdk.Dag;
import dev.rondo.sdk.internal.Bodies;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The one jar of a host and the DAGs defined from it so far. Touched by bodies' threads one after another. */
final class DagCache implements DagSource {

    private @Nullable DagJar jar;
    private final Map<String, Bodies> dags = new HashMap<>();

    @Override
    public ClassLoader loader(HostMessage.Run run) throws IOException, JarProblemException {
        return jar(run).loader();
    }

    @Override
    public void load(HostMessage.Load load) throws Exception {
        DagJar open = jar(load.jarFile(), load.unpackTo());
        Thread.currentThread().setContextClassLoader(open.loader());
        for (String dagClass : load.dagClasses()) {
            var _ = define(dagClass, open);
        }
    }

    @Override
    public List<Path> classPath(HostMessage.Run run) throws IOException, JarProblemException {
        return run.jarFile().isEmpty() ? List.of() : jar(run).classPath();
    }

    /** The jar, opened with the first task, or ahead of it. */
    private DagJar jar(HostMessage.Run run) throws IOException, JarProblemException {
        return jar(run.jarFile(), run.unpackTo());
    }

    private DagJar jar(String jarFile, String unpackTo) throws IOException, JarProblemException {
        DagJar open = jar;
        if (open == null) {
            open = DagJar.open(Path.of(jarFile), Path.of(unpackTo));
            jar = open;
        }
        return open;
    }

    /**
     * {@inheritDoc}
     *
     * <p>They are defined with its first task, or ahead of it.
     */
    @Override
    public Bodies bodies(HostMessage.Run run) throws Exception {
        String dagId = run.dispatch().dagId();
        Bodies known = dags.get(dagId);
        if (known != null) {
            return known;
        }
        DagClass type = define(run.dispatch().dagClass(), jar(run));
        Bodies found = dags.get(dagId);
        if (found == null) {
            throw new NoSuchElementException("class " + type.name() + " does not define dag '" + dagId
                    + "' any more; it defines " + dags.keySet());
        }
        return found;
    }

    private DagClass define(String dagClass, DagJar from) throws Exception {
        DagClass type = DagClass.load(dagClass, from.loader());
        for (Dag dag : type.define()) {
            Bodies bodies = Bodies.of(dag);
            dags.put(bodies.dagId(), bodies);
        }
        return type;
    }
}
