package dev.rondo.storage.gcs;

import dev.rondo.storage.Bucket;
import dev.rondo.storage.testing.BucketContract;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Google's client against our server. */
class GcsBucketTest extends BucketContract {

    private static TestServer server;

    private Bucket bucket;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        server = new TestServer(folder);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void open() throws IOException {
        bucket = server.direct();
    }

    @AfterEach
    void close() {
        bucket.close();
    }

    @Override
    protected Bucket bucket() {
        return bucket;
    }
}
