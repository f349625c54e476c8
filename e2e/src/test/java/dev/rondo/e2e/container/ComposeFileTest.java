package dev.rondo.e2e.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.e2e.harness.Distribution;
import dev.rondo.e2e.harness.RondoProcess;
import dev.rondo.e2e.harness.TestHome;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code docker-compose.yml} says, and what it must not. */
class ComposeFileTest {

    private static final Map<String, String> SECRETS =
            Map.of("RONDO_DATABASE_PASSWORD", "secret", "RONDO_WORKER_TOKEN", "token");

    private static final Set<String> PROCESSES = Set.of("migrate", "scheduler", "dag-processor", "webserver", "worker");

    private static ComposeFile file() {
        return file(Map.of());
    }

    private static ComposeFile file(Map<String, String> more) {
        Map<String, String> variables = new HashMap<>(SECRETS);
        variables.putAll(more);
        return ComposeFile.read(Checkout.read("docker-compose.yml"), variables);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RONDO_DATABASE_PASSWORD", "RONDO_WORKER_TOKEN"})
    void a_missing_secret_is_told_with_how_to_make_one(String name) {
        assertThatThrownBy(() -> file(Map.of(name, "")))
                .hasMessage("required variable " + name + " is missing a value: put a line " + name
                        + "=… into .env, of what `openssl rand -hex 24` prints");
    }

    @Test
    void a_worker_is_given_the_workers_token_and_an_address_and_nothing_else() {
        ComposeFile.Service worker = file().service("worker");

        assertThat(worker.environment()).containsExactly(Map.entry("RONDO_WORKER_TOKEN", "token"));
        assertThat(worker.command()).containsExactly("worker", "--scheduler", "http://scheduler:8794");
        assertThat(worker.mounts()).isEmpty();
        assertThat(worker.all().keySet())
                .as("nothing that only one of several can have")
                .doesNotContain("container_name", "hostname", "ports");
    }

    @Test
    void the_page_alone_is_published_and_to_this_machine_only_unless_it_is_told_otherwise() {
        ComposeFile file = file();

        assertThat(file.service("webserver").ports())
                .containsExactly(new ComposeFile.Published("127.0.0.1", 8080, 8793));
        assertThat(file(Map.of("WEB_ADDRESS", "0.0.0.0", "WEB_PORT", "80"))
                        .service("webserver")
                        .ports())
                .containsExactly(new ComposeFile.Published("0.0.0.0", 80, 8793));
        assertThat(file.services())
                .filteredOn(service -> !service.equals("webserver"))
                .allSatisfy(service -> assertThat(file.service(service).ports()).isEmpty());
    }

    @Test
    void ports_in_containers_are_the_defaults_of_the_commands() {
        assertThat(help("scheduler")).containsIgnoringWhitespaces("Default: 8794");
        assertThat(help("webserver")).containsIgnoringWhitespaces("Default: 8793");
        assertThat(Dockerfile.read(Checkout.read("Dockerfile")).image().one("EXPOSE"))
                .isEqualTo("8793 8794");
    }

    private static String help(String command) {
        try (TestHome home = TestHome.fresh()) {
            RondoProcess help =
                    RondoProcess.start("help", Distribution.built(), home, Map.of(), List.of(command, "--help"));
            assertThat(help.awaitExit()).isZero();
            return help.output();
        }
    }

    @Test
    void servers_begin_when_the_database_has_its_tables() {
        ComposeFile file = file();

        assertThat(file.service("migrate").dependencies()).containsExactly(Map.entry("postgres", "service_healthy"));
        assertThat(file.service("migrate").text("restart")).isEqualTo("no");
        for (String server : List.of("scheduler", "dag-processor", "webserver")) {
            assertThat(file.service(server).dependencies())
                    .containsExactly(Map.entry("migrate", "service_completed_successfully"));
        }
        assertThat(file.service("worker").dependencies()).containsOnlyKeys("scheduler");
    }

    @Test
    void one_service_builds_the_image_of_all_and_nobody_looks_for_it_elsewhere() {
        ComposeFile file = file(Map.of("MVNW_REPOURL", "a-repository"));

        assertThat(file.services())
                .hasSize(PROCESSES.size() + 1)
                .containsAll(PROCESSES)
                .contains("postgres");
        for (String process : PROCESSES) {
            assertThat(file.service(process).image()).isEqualTo("rondo");
            assertThat(file.service(process).text("pull_policy")).isEqualTo("never");
            assertThat(file.service(process).build().isEmpty()).isEqualTo(!process.equals("migrate"));
        }
        assertThat(file.service("migrate").build())
                .isEqualTo(Map.of(
                        "context", ".", "args", Map.of("MVNW_REPOURL", "a-repository", "NPM_CONFIG_REGISTRY", "")));
        assertThat(Dockerfile.read(Checkout.read("Dockerfile")).stage("build").all("ARG"))
                .containsExactly("MVNW_REPOURL=\"\"", "NPM_CONFIG_REGISTRY=\"\"");
    }

    @Test
    void every_process_is_buried_restarted_and_given_more_time_to_stop_than_it_takes() {
        ComposeFile file = file();

        assertThat(PROCESSES).allSatisfy(process -> {
            assertThat(file.service(process).text("init")).isEqualTo("true");
            assertThat(file.service(process).stopGracePeriod()).isGreaterThan(Duration.ofSeconds(10));
        });
        assertThat(file.services())
                .filteredOn(service -> !service.equals("migrate"))
                .allSatisfy(service ->
                        assertThat(file.service(service).text("restart")).isEqualTo("unless-stopped"));
    }

    @Test
    void every_volume_is_declared_and_used() {
        ComposeFile file = file();
        Set<String> used = new TreeSet<>();
        for (String service : file.services()) {
            file.service(service).mounts().stream()
                    .filter(ComposeFile.Mount::isVolume)
                    .forEach(mount -> used.add(mount.source()));
        }

        assertThat(used).isEqualTo(new TreeSet<>(file.volumes()));
        // As the image has it from 18 on: one below it would be empty after the container.
        assertThat(file.service("postgres").image()).isEqualTo("postgres:18");
        assertThat(file.service("postgres").mounts())
                .containsExactly(new ComposeFile.Mount("database", "/var/lib/postgresql", true));
    }
}
