package dev.rondo.dags.flights;

import dev.rondo.sdk.data.Data;
import dev.rondo.sdk.data.DataPath;
import dev.rondo.testkit.TestData;
import java.nio.file.Path;

/** Folders of a test as the example sees them. */
public final class TestFiles {

    /** All of this machine, by whole paths. */
    public static final Data DATA = TestData.in(Path.of(""));

    private TestFiles() {}

    /** A folder or file that the test made. */
    public static DataPath at(Path path) {
        return DATA.path(path.toAbsolutePath().toString());
    }
}
