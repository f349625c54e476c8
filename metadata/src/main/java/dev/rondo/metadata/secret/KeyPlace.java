package dev.rondo.metadata.secret;

import java.util.Optional;
import java.util.function.Supplier;

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

    /** Puts other keys in the place of those that are there, durably: whoever reads finds the ones or the others. */
    void replace(String keys);

    /**
     * Does what reads keys and puts others in their place, while nobody else does.
     *
     * @throws SealException when somebody does so right now
     */
    <T> T alone(Supplier<T> work);

    /** The place as people know it, such as the path of a file. */
    String words();
}
