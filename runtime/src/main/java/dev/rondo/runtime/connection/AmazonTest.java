package dev.rondo.runtime.connection;

import dev.rondo.runtime.data.AmazonConnection;
import dev.rondo.sdk.Connection;
import dev.rondo.storage.ClientJars;
import dev.rondo.storage.ClientJars.Cloud;
import dev.rondo.storage.amazon.AmazonAccess;
import dev.rondo.storage.amazon.AmazonProbe;
import dev.rondo.storage.amazon.AmazonProvider;
import java.io.IOException;
import java.util.Optional;

/** Signs in to Amazon with its own client, and asks the least that shows it. */
final class AmazonTest {

    private AmazonTest() {}

    static Tested run(Connection connection) {
        try {
            AmazonAccess access = AmazonConnection.access(connection);
            Optional<String> bucket = AmazonConnection.bucket(connection);
            try (AmazonProbe probe = ClientJars.ofThisProcess(Cloud.AMAZON)
                    .open(AmazonProvider.class, AmazonProbe.class, provider -> provider.probe(access, bucket))) {
                return Tested.passed(probe.ask());
            }
        } catch (IOException | IllegalArgumentException | IllegalStateException e) {
            return Tested.failed(Tested.words(e));
        }
    }
}
