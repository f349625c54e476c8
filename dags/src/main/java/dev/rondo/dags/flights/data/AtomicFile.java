package dev.rondo.dags.flights.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Files that are seen whole or not at all: written beside their place under a hidden name, then moved there in one
 * step.
 *
 * <p>A try that is killed in between leaves a hidden {@code .part} file, which no reader looks at, and the next try
 * writes its own; so two tries cannot mix their bytes even where one of them is still being killed.
 */
public final class AtomicFile {

    private AtomicFile() {}

    /** Writes {@code text} to {@code file}, replacing what is there. Makes the folder where there is none. */
    public static void write(Path file, String text) throws IOException {
        Path folder = Files.createDirectories(file.toAbsolutePath().getParent());
        Path part = folder.resolve("." + file.getFileName() + "." + UUID.randomUUID() + ".part");
        try {
            try (var channel = FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                var bytes = UTF_8.encode(text);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                // Without it a power cut may keep the new name and lose the bytes.
                channel.force(true);
            }
            Files.move(part, file, ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
