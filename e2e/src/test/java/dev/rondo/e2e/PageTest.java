package dev.rondo.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.WaitForSelectorState;
import dev.rondo.e2e.harness.ChromiumExtension;
import dev.rondo.e2e.harness.RondoExtension;
import dev.rondo.e2e.harness.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The page in a real browser, on the real server: what someone does in the first two minutes. */
class PageTest {

    private static final String STATE = "data-state";

    @RegisterExtension
    @Order(1) // where there is none, nothing needs to be started
    static final ChromiumExtension CHROMIUM = new ChromiumExtension();

    @RegisterExtension
    @Order(2)
    static final RondoExtension RONDO = RondoExtension.standalone(Map.of("RONDO_AOT", "off"));

    // Not the tutorial: beside it the examples work through a year of flights, which takes both cores for minutes.
    private static final String LESSON = """
            import dev.rondo.operators.standard.BashOperator;
            import dev.rondo.sdk.Dag;
            import dev.rondo.sdk.DagDefinition;
            import dev.rondo.sdk.Schedule;
            import java.util.List;

            public final class Lesson implements DagDefinition {
                public Dag define() {
                    Dag dag = Dag.create("lesson").schedule(Schedule.dataInterval("@daily")).startDate("2026-01-01")
                            .catchup(false);
                    var hello = dag.task("say_hello").use(BashOperator.of("echo 'This is {{ run_id }}'"));
                    var parts = dag.task("split").call(() -> List.of(1, 2, 3));
                    var squares = dag.map("square", parts).call(n -> n * n);
                    dag.task("add", squares).call(all -> all.stream().mapToInt(n -> n).sum());
                    hello.then(parts);
                    return dag;
                }
            }
            """;

    @BeforeAll
    static void drop() {
        RONDO.home().drop("Lesson.java", LESSON.getBytes(UTF_8));
        RONDO.dags().awaitThere("lesson");
    }

    @Test
    void a_run_is_triggered_and_goes_green_before_the_eyes_and_its_log_can_be_read() {
        var _ = RONDO.api().patch("/dags/lesson", Map.of("is_paused", true)); // as it is at first
        Page page = signIn();

        page.getByRole(AriaRole.SWITCH, new Page.GetByRoleOptions().setName("Unpause lesson"))
                .click();
        assertThat(page.getByRole(AriaRole.SWITCH, new Page.GetByRoleOptions().setName("Pause lesson")))
                .isChecked();
        page.evaluate("window.loadedOnce = true");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Trigger lesson"))
                .click();
        page.getByRole(AriaRole.DIALOG)
                .getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName("Trigger").setExact(true))
                .click();

        assertThat(page.locator(".head-line .badge")).hasAttribute(STATE, "success");
        assertThat(page.getByTestId("instance-say_hello").locator(".badge")).hasAttribute(STATE, "success");
        String runId = page.locator("h1").textContent();
        assertThat(runId).startsWith("manual__");

        page.getByTestId("instance-say_hello").getByRole(AriaRole.LINK).click();
        assertThat(page.getByRole(AriaRole.LOG)).containsText("This is " + runId);

        assertThat(page.evaluate("window.loadedOnce"))
                .as("it is still the page that was opened")
                .isEqualTo(true);
        assertThat(CHROMIUM.complaints()).isEmpty();
    }

    @Test
    void on_a_telephone_nothing_sticks_out() {
        Run run = RONDO.dags().run("lesson");
        assertThat(run.awaitEnd()).isEqualTo("success");
        Page page = CHROMIUM.page();
        page.setViewportSize(390, 844);
        signIn();
        String dag = "/dags/lesson";
        String ofRun = dag + "/runs/" + run.id();
        String task = ofRun + "/tasks/square";

        List<String> tooWide = new ArrayList<>();
        for (String path : List.of(
                "/",
                dag,
                dag + "/graph",
                dag + "/runs",
                dag + "/code",
                dag + "/details",
                ofRun,
                ofRun + "/graph",
                ofRun + "/details",
                task,
                task + "/xcom",
                task + "/details")) {
            open(page, path);
            Object over = page.evaluate("document.documentElement.scrollWidth - window.innerWidth");
            if (((Number) over).intValue() > 0) {
                tooWide.add(path + " by " + over + " px");
            }
        }

        assertThat(tooWide).isEmpty();
        assertThat(CHROMIUM.complaints()).isEmpty();
    }

    /** Opens an address and waits until nothing is being loaded any more. */
    private static void open(Page page, String path) {
        page.navigate(RONDO.api().base().resolve(path).toString());
        page.locator("main h1, .dag-row").first().waitFor();
        for (Locator loading : page.locator(".loading").all()) {
            loading.waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED));
        }
    }

    private static Page signIn() {
        Page page = CHROMIUM.page();
        page.navigate(RONDO.api().base().toString());
        page.getByLabel("User name").fill("admin");
        page.getByLabel("Password").fill(RONDO.password());
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in"))
                .click();
        page.getByTestId("dag-lesson").waitFor();
        return page;
    }
}
