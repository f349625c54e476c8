package dev.rondo.runtime.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SecretMaskerTest {

    private static final String SECRET = "pä\"ss\\ wörd\n1\t";

    private static String masked(String text) {
        SecretMasker masker = new SecretMasker();
        masker.add(List.of("abcd", "other", SECRET));
        return masker.mask(text);
    }

    @Test
    void a_secret_is_masked_as_it_is_and_as_json_base64_and_urls_have_it() {
        assertThat(masked("<" + SECRET + ">")).isEqualTo("<***>");
        assertThat(masked("{\"a\":\"pä\\\"ss\\\\ wörd\\n1\\t\"}")).isEqualTo("{\"a\":\"***\"}");
        assertThat(masked("{\"a\":\"p\\u00e4\\\"ss\\\\ w\\u00f6rd\\n1\\t\"}")).isEqualTo("{\"a\":\"***\"}");
        assertThat(masked("p\\u00E4\\\"ss\\\\ w\\u00F6rd\\n1\\t")).isEqualTo("***");
        assertThat(masked("cMOkInNzXCB3w7ZyZAoxCQ==")).isEqualTo("***");
        assertThat(masked("http://x?a=p%C3%A4%22ss%5C%20w%C3%B6rd%0A1%09&b")).isEqualTo("http://x?a=***&b");
    }

    @Test
    void a_short_one_is_not_for_it_would_blacken_words() {
        assertThat(masked("abcd and another")).isEqualTo("abcd and an***");
    }
}
