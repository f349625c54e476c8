package dev.rondo.scheduler.dispatch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DispatchTokensTest {

    private static final byte[] SECRET = "a secret that has 32 bytes or more".getBytes(UTF_8);

    private final DispatchTokens tokens = new DispatchTokens(SECRET);

    @ParameterizedTest
    @ValueSource(strings = {"train", "group.train", "a.b.c", "späte-Ümläute"})
    void what_was_issued_is_read_by_every_scheduler_with_the_secret(String taskId) {
        var claims = new DispatchTokens.Claims(Long.MAX_VALUE, 17, -1, taskId);

        assertThat(new DispatchTokens(SECRET).verify(tokens.issue(claims))).contains(claims);
    }

    @Test
    void a_token_of_another_secret_is_none() {
        byte[] another = SECRET.clone();
        another[0] ^= 1;
        var claims = new DispatchTokens.Claims(5, 17, 3, "train");

        assertThat(new DispatchTokens(another).verify(tokens.issue(claims))).isEmpty();
    }

    @Test
    void claims_that_were_changed_have_no_signature() {
        String token = tokens.issue(new DispatchTokens.Claims(5, 17, 3, "train"));
        String signature = token.substring(token.indexOf('.'));
        String changed = Base64.getUrlEncoder().withoutPadding().encodeToString("6.17.3.train".getBytes(UTF_8));

        assertThat(tokens.verify(changed + signature)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a.b", "no dot", "NS4xNy4zLnRyYWlu.", "ü.ü"})
    void what_is_no_token_is_none(String text) {
        assertThat(tokens.verify(text)).isEmpty();
    }

    @Test
    void a_secret_that_is_too_short_is_refused() {
        assertThatThrownBy(() -> new DispatchTokens(new byte[31]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must have 32 bytes or more, has 31");
    }
}
