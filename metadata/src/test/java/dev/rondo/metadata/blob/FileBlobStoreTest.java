package dev.rondo.metadata.blob;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

class FileBlobStoreTest extends BlobStoreContract {

    @TempDir
    private Path folder;

    @Override
    BlobStore store() {
        return new FileBlobStore(folder);
    }

    @Override
    void age(String hash, Duration age) throws IOException {
        Path file = folder.resolve(hash.substring(0, 2)).resolve(hash);
        Instant putAt = Files.getLastModifiedTime(file).toInstant();
        var ignored = Files.setLastModifiedTime(file, FileTime.from(putAt.minus(age)));
    }

    @Override
    List<String> kept() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).map(Path::toString).toList();
        }
    }
}
