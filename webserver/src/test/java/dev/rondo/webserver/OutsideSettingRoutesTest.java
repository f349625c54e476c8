package dev.rondo.webserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.core.command.Command;
import dev.rondo.metadata.control.SettingStore;
import dev.rondo.metadata.secret.Seals;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Variables and connections that lie outside the database. */
@ExtendWith(PostgresExtension.class)
class OutsideSettingRoutesTest {

    private TestWebserver web;

    @BeforeEach
    void start(TestDatabase mine, @TempDir Path folder) {
        web = new TestWebserver(mine, folder);
    }

    @AfterEach
    void stop() {
        web.close();
    }

    private TestWebserver.Answer get(String path) throws Exception {
        return web.get("/api/v2/" + path);
    }

    @Test
    void a_secret_of_a_backend_is_named_and_never_shown() throws Exception {
        web.outside().put("rondo-variables-region", "hunter2");
        web.outside().put("rondo-connections-lake", "gcs://u:hunter2@h/b?token=hunter2");

        var region = get("variables/region");
        var lake = get("connections/lake");

        assertThat(region.at("/value").asText()).isEqualTo("***");
        assertThat(region.at("/source").asText()).isEqualTo("secret_backend");
        assertThat(region.at("/source_detail").asText()).isEqualTo("the safe");
        assertThat(lake.at("/host").asText()).isEqualTo("h");
        assertThat(lake.at("/password").asText()).isEqualTo("***");
        assertThat(lake.at("/source").asText()).isEqualTo("secret_backend");
        assertThat(region.response().body() + lake.response().body()).doesNotContain("hunter2");
    }

    @Test
    void what_the_environment_says_is_shown_but_for_its_secrets() throws Exception {
        var region = get("variables/outside-region");
        var token = get("variables/outside-token");
        var mart = get("connections/outside.mart");

        assertThat(region.at("/value").asText()).isEqualTo("europe-west4");
        assertThat(region.at("/source").asText()).isEqualTo("environment");
        assertThat(region.at("/source_detail").asText())
                .isEqualTo("the variable RONDO_VAR_OUTSIDE_REGION of the environment");
        assertThat(token.at("/value").asText()).isEqualTo("***");
        assertThat(mart.at("/port").asInt()).isEqualTo(5432);
        assertThat(token.response().body() + mart.response().body()).doesNotContain("hunter2");
    }

    @Test
    void what_lies_in_the_database_alone_says_so_and_lists_are_of_the_database() throws Exception {
        String key = "only-here";
        String sealed = web.seals().seal(Seals.ofVariable(key), "v");
        new SettingStore(web.database().transactions())
                .setVariable(new Command.SetVariable(key, sealed, null, false, Command.Write.EITHER));
        web.outside().put("rondo-variables-elsewhere", "v");

        assertThat(get("variables/" + key).at("/source").asText()).isEqualTo("database");
        assertThat(get("variables?limit=1000").values("variables", "key"))
                .contains(key)
                .doesNotContain("elsewhere");
    }

    @ParameterizedTest
    @ValueSource(strings = {"variables/region", "connections/lake"})
    void a_backend_that_is_away_is_an_outage_that_says_which(String path) throws Exception {
        web.outside().goAway(true);

        var answer = get(path);

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.at("/code").asText()).isEqualTo("SECRET_BACKEND_UNAVAILABLE");
        assertThat(answer.at("/detail").asText()).isEqualTo("the safe is away");
    }

    @Test
    void a_connection_that_cannot_be_read_is_told_without_it() throws Exception {
        web.outside().put("rondo-connections-broken", "hunter2 is no URI");

        var answer = get("connections/broken");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.at("/detail").asText()).endsWith("; it is from the safe");
        assertThat(answer.response().body()).doesNotContain("hunter2");
    }
}
