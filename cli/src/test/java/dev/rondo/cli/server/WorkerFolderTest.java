package dev.rondo.cli.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.cli.Home;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerFolderTest {

    @TempDir
    private Path home;

    @Test
    void workers_on_one_home_have_a_folder_each_and_give_it_back() throws IOException {
        WorkerFolder first = WorkerFolder.take(new Home(home));
        WorkerFolder second = WorkerFolder.take(new Home(home));

        assertThat(first.path()).isEqualTo(home.resolve("worker"));
        assertThat(second.path()).isEqualTo(home.resolve("worker-2"));

        first.close();
        try (WorkerFolder third = WorkerFolder.take(new Home(home))) {
            assertThat(third.path()).isEqualTo(home.resolve("worker"));
        }
        second.close();
    }
}
