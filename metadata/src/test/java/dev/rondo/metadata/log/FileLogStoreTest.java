package dev.rondo.metadata.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

class FileLogStoreTest extends LogStoreContract {

    @TempDir
    private Path folder;

    @Override
    LogStore store() {
        return new FileLogStore(folder);
    }

    @Override
    List<String> kept() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .toList();
        }
    }
}
