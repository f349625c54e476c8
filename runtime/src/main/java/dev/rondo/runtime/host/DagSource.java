package dev.rondo.runtime.host;

import dev.rondo.runtime.jar.JarProblemException;
import dev.rondo.sdk.internal.Bodies;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;

/** Where the code of a try comes from: the jar of a host, or the class path of a test. Asked by the body's thread. */
public interface DagSource {

    /**
     * The bodies of the DAG of the try.
     *
     * @throws ClassNotFoundException when the class of the DAG is gone
     * @throws NoSuchElementException when the class does not define such a DAG
     * @throws JarProblemException when the jar cannot be read
     * @throws Exception what the class threw
     */
    Bodies bodies(HostMessage.Run run) throws Exception;

    /** What the body's thread loads classes and resources with. */
    ClassLoader loader(HostMessage.Run run) throws IOException, JarProblemException;

    /**
     * Loads what tries are expected to need.
     *
     * @throws Exception what the jar or a class of it threw
     */
    default void load(HostMessage.Load load) throws Exception {
        // one that has its DAGs from elsewhere has nothing to load
    }

    /** The jars that a body hands to a process of its own. */
    List<Path> classPath(HostMessage.Run run) throws IOException, JarProblemException;
}
