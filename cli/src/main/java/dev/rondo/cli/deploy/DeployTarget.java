package dev.rondo.cli.deploy;

import dev.rondo.cli.CommandException;
import java.util.Optional;

/** Where a DAG file goes. A DAG processor that looks there meanwhile sees the file as it was before, or whole. */
interface DeployTarget {

    /** For people, such as {@code http://host:8793}. */
    String name();

    /** What the server calls the place; empty: the folder that uploads go to. */
    default Optional<String> bundle() {
        return Optional.empty();
    }

    /**
     * Puts the file there, or in the place of the one of its name.
     *
     * @throws CommandException when that is refused or cannot be done; nothing has changed then
     */
    void put(DagFile file);
}
