package dev.rondo.webserver.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.webserver.rest.Json;
import dev.rondo.webserver.rest.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class MaskedTest {

    private static final String TWO = "[{'host':'a','password':'pa'},{'host':'b','password':'pb'}]";
    private static final String ALIKE =
            "[{'key':'one','token':'t1'},{'key':'one','token':'t2'},{'key':'x','token':'t3'}]";

    private final Json json = new Json();

    private String restored(String before, String sent) {
        return json.text(Masked.restored(
                        "value", json.tree(sent.replace('\'', '"')), json.tree(before.replace('\'', '"'))))
                .replace('"', '\'');
    }

    private void assertRefused(String before, String sent, String where) {
        assertThatThrownBy(() -> restored(before, sent))
                .isInstanceOf(ProblemException.class)
                .hasMessageStartingWith(where + ": *** stands for a secret that is there, and none is, or it cannot");
    }

    @Test
    void what_is_sent_as_it_was_shown_keeps_its_secrets_wherever_it_stands() {
        assertThat(restored(TWO, "[{'host':'b','password':'***'},{'host':'a','password':'***'}]"))
                .isEqualTo("[{'host':'b','password':'pb'},{'host':'a','password':'pa'}]");
        assertThat(restored(TWO, "[{'host':'b','password':'***'}]")).isEqualTo("[{'host':'b','password':'pb'}]");
        assertThat(restored(
                        TWO,
                        "[{'host':'c','password':'pc'},{'host':'a','password':'***'},{'host':'b','password':'***'}]"))
                .isEqualTo("[{'host':'c','password':'pc'},{'host':'a','password':'pa'},{'host':'b','password':'pb'}]");
    }

    @Test
    void one_that_is_changed_in_its_place_keeps_its_secrets() {
        assertThat(restored(TWO, "[{'host':'a','password':'***'},{'host':'c','password':'***'}]"))
                .isEqualTo("[{'host':'a','password':'pa'},{'host':'c','password':'pb'}]");
        assertThat(restored(TWO, "[{'host':'a','port':1,'password':'***'},{'host':'b','port':1,'password':'***'}]"))
                .isEqualTo("[{'host':'a','port':1,'password':'pa'},{'host':'b','port':1,'password':'pb'}]");
    }

    @Test
    void a_new_one_does_not_get_the_secret_of_another() {
        assertRefused(TWO, "[{'host':'b','password':'***'},{'host':'c','password':'***'}]", "value.1.password");
        assertRefused(TWO, "[{'host':'c','password':'***'},{'host':'a','password':'***'}]", "value.0.password");
        assertRefused(
                TWO,
                "[{'host':'a','password':'***'},{'host':'b','password':'***'},{'host':'c','password':'***'}]",
                "value.2.password");
        assertRefused("{'one':{'password':'pa'}}", "[{'password':'***'}]", "value.0.password");
    }

    @Test
    void those_that_are_shown_alike_keep_their_secrets_in_their_order_while_all_are_there() {
        assertThat(
                        restored(
                                ALIKE,
                                "[{'key':'x','token':'***'},{'key':'one','token':'***'},{'key':'new','token':'t4'},{'key':'one','token':'***'}]"))
                .isEqualTo(
                        "[{'key':'x','token':'t3'},{'key':'one','token':'t1'},{'key':'new','token':'t4'},{'key':'one','token':'t2'}]");
        assertRefused(ALIKE, "[{'key':'one','token':'***'},{'key':'x','token':'***'}]", "value.0.token");
        assertThat(restored("[{'token':'t'},{'token':'t'}]", "[{'token':'***'}]"))
                .isEqualTo("[{'token':'t'}]");
    }

    // Each element looked at for each would take longer than the limit by far.
    @Test
    @Timeout(60)
    void very_many_equal_elements_take_no_longer_than_as_many_different_ones() {
        String many = "0,".repeat(100_000);

        assertThat(restored("[" + many + "{'password':'p'}]", "[" + many + "{'password':'***'}]"))
                .isEqualTo("[" + many + "{'password':'p'}]");
    }
}
