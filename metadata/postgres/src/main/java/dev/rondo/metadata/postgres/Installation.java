package dev.rondo.metadata.postgres;

import java.nio.file.Path;

/**
 * Unpacked programs of one version.
 *
 * @param folder holds {@code bin}, {@code lib} and {@code share}
 * @param version of the server, such as 18.6.0
 */
record Installation(Path folder, String version) {

    Path program(String name) {
        return folder.resolve("bin").resolve(name);
    }

    String major() {
        return version.substring(0, version.indexOf('.'));
    }
}
