package dev.rondo.e2e.container;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folder of the sources, which images are built in. */
final class Checkout {

    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private Checkout() {}

    static String read(String name) {
        try {
            return Files.readString(ROOT.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name, e);
        }
    }
}
