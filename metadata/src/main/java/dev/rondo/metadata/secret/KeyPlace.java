package dev.rondo.metadata.secret;

import java.util.Optional;

/** Where the keys of an installation lie: outside its database, or who reads that could open the secrets in it. */
public interface KeyPlace {

    /** The keys; empty when there are none yet. */
    Optional<String> find();

    /**
     * Keeps new keys, readable by their owner alone. Two processes that do it at once agree on one.
     *
     * @return the keys that are there now
     */
    String keep(String made);

    /** The place as people know it, such as the path of a file. */
    String words();
}
