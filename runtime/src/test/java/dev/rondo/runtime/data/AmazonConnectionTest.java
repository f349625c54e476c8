package dev.rondo.runtime.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rondo.sdk.Connection;
import dev.rondo.storage.amazon.AmazonAccess;
import dev.rondo.storage.amazon.AmazonAccess.Identity;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmazonConnectionTest {

    private static AmazonAccess access(@Nullable String login, @Nullable String password, String extra) {
        return AmazonConnection.access(new Connection("mine", "aws", null, login, password, null, null, extra));
    }

    @Test
    void login_and_password_are_the_key() {
        AmazonAccess access = access("AKIA", "secret", """
                {"aws_session_token": "token", "region_name": "eu-central-1", "endpoint_url": "https://minio:9000"}
                """);

        assertThat(access)
                .isEqualTo(new AmazonAccess(
                        new Identity.Key("AKIA", "secret", Optional.of("token")),
                        Optional.of("eu-central-1"),
                        Optional.of("https://minio:9000"),
                        Optional.empty()));
    }

    @Test
    void the_key_may_stand_among_the_extras_as_in_a_uri() {
        assertThat(AmazonConnection.access(
                                Connection.ofUri("mine", "aws://?aws_access_key_id=AKIA&aws_secret_access_key=s%2Fe"))
                        .identity())
                .isEqualTo(new Identity.Key("AKIA", "s/e", Optional.empty()));
        assertThat(AmazonConnection.access(Connection.ofUri("mine", "aws://AKIA:s%2Fe@/?region_name=us-west-2")))
                .isEqualTo(new AmazonAccess(
                        new Identity.Key("AKIA", "s/e", Optional.empty()),
                        Optional.of("us-west-2"),
                        Optional.empty(),
                        Optional.empty()));
    }

    @Test
    void without_a_key_it_is_whoever_the_machine_says() {
        assertThat(access(null, null, "{}")).isEqualTo(AmazonAccess.OF_ENVIRONMENT);
        assertThat(access("", " ", "{\"profile_name\": \"work\"}").identity()).isEqualTo(new Identity.Profile("work"));
        assertThat(access(null, null, "{\"config_kwargs\": {\"signature_version\": \"unsigned\"}}")
                        .identity())
                .isEqualTo(new Identity.Anonymous());
    }

    @Test
    void a_role_is_acted_as() {
        AmazonAccess access = access("AKIA", "secret", """
                {"role_arn": "arn:aws:iam::1:role/r", "assume_role_method": "assume_role",
                 "assume_role_kwargs": {"ExternalId": "ext", "RoleSessionName": "nightly"},
                 "service_config": {"s3": {"endpoint_url": "http://s3:1"}, "sts": {"endpoint_url": "http://sts:2"}}}
                """);

        assertThat(access.role())
                .contains(new AmazonAccess.Role(
                        "arn:aws:iam::1:role/r", "nightly", Optional.of("ext"), Optional.of("http://sts:2")));
        assertThat(access.endpoint()).contains("http://s3:1");
        assertThat(access(null, null, "{\"role_arn\": \"arn\"}")
                        .role()
                        .orElseThrow()
                        .sessionName())
                .isEqualTo("rondo");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            AKIA |        | {}                                                  | half of a key
                 | secret | {}                                                  | half of a key
            AKIA | secret | {"profile_name": "work"}                            | more than one of a key, profile_name
                 |        | {"endpoint_url": "minio:9000"}                      | 'minio:9000' is no address
                 |        | {"endpoint_url": "a b"}                             | 'a b' is no address
                 |        | {"assume_role_method": "assume_role_with_saml"}     | 'assume_role_with_saml' is not supported
                 |        | {"role_arn": "r", "assume_role_kwargs": {"Tags": 1}} | Tags, which is not supported
                 |        | {"service_config": "{"}                             | service_config is no JSON object
            """)
    void what_cannot_be_done_is_told(@Nullable String login, @Nullable String password, String extra, String why) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> access(login, password, extra))
                .withMessageContaining("connection 'mine': ")
                .withMessageContaining(why)
                .withMessageNotContaining("secret'");
    }
}
