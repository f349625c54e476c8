package dev.rondo.cli.deploy;

import dev.rondo.cli.CommandException;

/** Where a DAG file goes. A DAG processor that looks there meanwhile sees the file as it was before, or whole. */
interface DeployTarget {

    /** For people, such as {@code http://host:8793}. */
    String name();

    /**
     * Puts the file there, or in the place of the one of its name.
     *
     * @throws CommandException when that is refused or cannot be done; nothing has changed then
     */
    void put(DagFile file);
}
