package dev.rondo.operators.gcs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.sdk.Connection;
import dev.rondo.sdk.internal.BodyResult;
import dev.rondo.storage.GoogleAccess;
import dev.rondo.storage.GoogleAccess.Identity;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who operators are, and what is said of it. */
class GcsConnectionTest {

    @RegisterExtension
    private final GcsExtension gcs = new GcsExtension();

    private static GoogleAccess access(Map<String, String> extras) {
        return GoogleAccess.of(name -> Optional.ofNullable(extras.get(name)));
    }

    private String failure(String connection) throws Exception {
        BodyResult result = gcs.run(GcsListObjectsOperator.of(gcs.bucket()).gcpConnId(connection));
        assertThat(result).isInstanceOf(BodyResult.FailWithoutRetry.class);
        return ((BodyResult.FailWithoutRetry) result).message();
    }

    @Test
    void another_connection_is_used_when_it_is_named() throws Exception {
        gcs.connectTo("http://127.0.0.1:1");
        gcs.connection("mine", "{\"endpoint\": \"" + gcs.server().uri() + "\"}");
        gcs.put("a", "");

        assertThat(gcs.run(GcsListObjectsOperator.of(gcs.bucket()).gcpConnId("mine")))
                .isEqualTo(new BodyResult.Value(List.of("a")));
    }

    @Test
    void a_named_connection_that_is_missing_or_of_another_kind_fails_for_good() throws Exception {
        assertThat(failure("lost")).contains("there is no connection 'lost'", "rondo connections add lost");
        gcs.context().connection(new Connection("db", "postgres", null, null, null, null, null, "{}"));
        assertThat(failure("db")).contains("'postgres'", "google_cloud_platform");
    }

    @Test
    void a_key_that_is_none_is_told_without_a_word_of_it() throws Exception {
        gcs.connection("key", "{\"keyfile_dict\": {\"type\": \"service_account\", \"private_key\": \"hidden\"}}");
        gcs.connection("file", "{\"key_path\": \"/not/there.json\"}");
        gcs.connection("both", "{\"key_path\": \"/not/there.json\", \"is_anonymous\": true}");

        assertThat(failure("key")).contains("keyfile_dict is not the JSON key").doesNotContain("hidden");
        assertThat(failure("file")).contains("connection 'file'", "/not/there.json", "cannot be read");
        assertThat(failure("both")).contains("more than one of key_path");
    }

    @Test
    void extras_are_read_as_airflow_writes_them() {
        assertThat(access(Map.of(
                        "extra__google_cloud_platform__key_path", "/k.json",
                        "project", "p",
                        "scope", "a, b",
                        "impersonation_chain", "[\"one@x\",\"two@x\"]")))
                .isEqualTo(new GoogleAccess(
                        Optional.empty(),
                        Optional.of("p"),
                        new Identity.KeyFile("/k.json", "the connection's key_path"),
                        List.of("one@x", "two@x"),
                        List.of("a", "b")));
        assertThat(access(Map.of()).identity()).isEqualTo(new Identity.ApplicationDefault());
        assertThat(access(Map.of("is_anonymous", "true")).identity()).isEqualTo(new Identity.Anonymous());
        assertThat(access(Map.of("endpoint", "http://127.0.0.1:1")).identity()).isEqualTo(new Identity.Anonymous());
    }

    @Test
    void a_key_is_in_no_text() {
        assertThat(access(Map.of("keyfile_dict", "{\"private_key\": \"hidden\"}"))
                        .toString())
                .contains("Key[***]")
                .doesNotContain("hidden");
    }
}
