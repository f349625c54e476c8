package dev.rondo.cli.dags.drawing;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.ExitCode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;

/** In what form a drawing is written. */
public enum Picture {
    /** Scalable Vector Graphics: text, of any size. */
    SVG {
        @Override
        void write(Drawing drawing, OutputStream out) throws IOException {
            Svg.write(drawing, out);
        }
    },
    /** Portable Network Graphics: pixels. */
    PNG {
        @Override
        void write(Drawing drawing, OutputStream out) throws IOException {
            Png.write(drawing, out);
        }
    };

    /** By the end of a file's name. */
    public static Picture of(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        for (Picture each : values()) {
            if (name.endsWith("." + each.name().toLowerCase(Locale.ROOT))) {
                return each;
            }
        }
        throw new CommandException(
                ExitCode.USAGE, "cannot tell what kind of picture " + file + " shall be; end its name in .svg or .png");
    }

    abstract void write(Drawing drawing, OutputStream out) throws IOException;

    /** Writes it whole, or leaves the file as it was. */
    public void save(Drawing drawing, Path file) {
        Path target = file.toAbsolutePath();
        Path folder = Objects.requireNonNull(target.getParent(), "a file that has a name is in a folder");
        if (!Files.isDirectory(folder)) {
            throw new CommandException(ExitCode.CANT_CREATE, "cannot write " + file + ": there is no folder " + folder);
        }
        try {
            Path part = folder.resolve("." + UUID.randomUUID() + ".part");
            try {
                try (OutputStream out = Files.newOutputStream(part, StandardOpenOption.CREATE_NEW)) {
                    write(drawing, out);
                }
                Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw new CommandException(ExitCode.CANT_CREATE, "cannot write " + file + ": " + e, e);
        }
    }
}
