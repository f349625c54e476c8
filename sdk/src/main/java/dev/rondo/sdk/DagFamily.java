package dev.rondo.sdk;

import java.util.List;

/**
 * Several DAGs made by one class, for instance in a loop over countries. What {@link DagDefinition} says holds here
 * too.
 */
@FunctionalInterface
public interface DagFamily {

    /** Makes the DAGs; see {@link DagDefinition#define}. An empty list is allowed. */
    List<Dag> define();
}
