package dev.rondo.benchmarks.scenario;

import dev.rondo.benchmarks.figures.ResultLine;
import java.io.IOException;

/** Something that is measured and compared, under a name that does not change. */
public interface Scenario {

    /** What is done, in one line. */
    String about();

    /** Whether {@code all} measures it too; what takes many minutes is asked for by name. */
    default boolean isInAll() {
        return true;
    }

    /** Whether it can also be measured with the parts of Rondo in processes of their own. */
    default boolean isAlsoApart() {
        return false;
    }

    /** Measures it and returns one line of figures. */
    ResultLine measure(Bench bench) throws IOException;
}
