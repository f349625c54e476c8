package dev.rondo.cli.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rondo.cli.CommandException;
import dev.rondo.storage.BucketAccess;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NoticeSettingsTest {

    @Test
    void a_subscription_is_asked_by_whoever_asks_for_buckets() {
        Map<String, String> environment = Map.of(
                "RONDO_GCS_SUBSCRIPTION",
                "projects/p/subscriptions/dags",
                "RONDO_GCS_ENDPOINT",
                "http://127.0.0.1:4443",
                "RONDO_GCS_CREDENTIALS",
                "/key.json");

        assertThat(NoticeSettings.subscription(environment)).contains("projects/p/subscriptions/dags");
        assertThat(NoticeSettings.access(environment))
                .isEqualTo(new BucketAccess(Optional.empty(), "/key.json", Optional.empty()));
        assertThat(NoticeSettings.access(Map.of("RONDO_PUBSUB_ENDPOINT", "http://127.0.0.1:8085")))
                .isEqualTo(BucketAccess.anonymous("http://127.0.0.1:8085"));
    }

    @Test
    void without_one_there_is_none() {
        assertThat(NoticeSettings.subscription(Map.of())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dags", "projects/p/topics/dags", "projects//subscriptions/x", "projects/p/subscriptions/"})
    void what_is_none_is_refused_with_what_to_write(String text) {
        assertThatExceptionOfType(CommandException.class)
                .isThrownBy(() -> NoticeSettings.subscription(Map.of("RONDO_GCS_SUBSCRIPTION", text)))
                .withMessageContaining("RONDO_GCS_SUBSCRIPTION: '" + text + "' is no subscription")
                .withMessageContaining("projects/PROJECT/subscriptions/NAME");
    }
}
