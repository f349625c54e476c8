package dev.rondo.storage.gcs;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What Google's client has for its other transport is left out: an installation would carry 58 MB in place of 18. That
 * the client does without it is what all other tests here show, which run without it too.
 */
class TrimmedJarsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "io.grpc.netty.shaded.io.netty.channel.Channel",
                "io.grpc.xds.XdsChannelCredentials",
                "com.google.api.gax.grpc.GrpcCallContext",
                "com.google.storage.v2.StorageClient",
                "com.google.cloud.monitoring.v3.MetricServiceClient",
                "com.google.rpc.Status",
                "io.opentelemetry.sdk.OpenTelemetrySdk",
                "org.apache.http.client.HttpClient",
                "org.conscrypt.Conscrypt"
            })
    void what_http_never_loads_is_not_there(String className) {
        assertThatExceptionOfType(ClassNotFoundException.class)
                .isThrownBy(() -> Class.forName(className, false, getClass().getClassLoader()));
    }
}
