package dev.rondo.storage.s3;

import dev.rondo.storage.amazon.AmazonBucket;
import dev.rondo.storage.amazon.AmazonObject;
import dev.rondo.storage.testing.FileBucketContract;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** Amazon's client against our server. */
class S3BucketTest extends FileBucketContract<AmazonObject> {

    private static TestServer server;

    private AmazonBucket bucket;

    @BeforeAll
    static void start() throws IOException {
        server = new TestServer();
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
    protected AmazonBucket bucket() {
        return bucket;
    }
}
