package dev.rondo.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.WaitForSelectorState;
import dev.rondo.e2e.harness.ChromiumExtension;
import dev.rondo.e2e.harness.RondoExtension;
import dev.rondo.e2e.harness.Run;
import java.net.URI;
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

    private static final String GRAPH_IS_WHOLE = """
            () => {
              const box = document.querySelector(".graph-box").getBoundingClientRect();
              const nodes = [...document.querySelectorAll(".graph-node")].map(node => node.getBoundingClientRect());
              return nodes.length > 0 && nodes.every(({ left, right, top, bottom }) =>
                left >= box.left && right <= box.right && top >= box.top && bottom <= box.bottom);
            }
            """;

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

    private static final String RELEASE = """
            import dev.rondo.sdk.Dag;
            import dev.rondo.sdk.DagDefinition;
            import java.util.List;
            import java.util.Optional;

            public final class Release implements DagDefinition {
                record Params(List<String> regions) {}

                record Answer(boolean push, Optional<String> why, List<String> reviewers) {}

                public Dag define() {
                    Dag dag = Dag.create("release");
                    var params = dag.params(new Params(List.of("south", "east")));
                    var measured = dag.task("measure", params).call(p -> String.join("+", p.regions()));
                    var answer = dag.approve("may_it_go_out", Answer.class).after(measured);
                    dag.task("push", answer, measured).call((a, m) -> a.push() + " " + a.why().orElse("-") + " "
                            + a.reviewers() + " " + m);
                    return dag;
                }
            }
            """;

    private static final String TURNS = """
            import dev.rondo.sdk.Dag;
            import dev.rondo.sdk.DagDefinition;

            public final class Turns implements DagDefinition {
                public Dag define() {
                    Dag dag = Dag.create("turns");
                    dag.task("turn").run(ctx -> {
                        if (ctx.tryNumber() > 1) {
                            throw new IllegalStateException("once is enough");
                        }
                    });
                    return dag;
                }
            }
            """;

    @BeforeAll
    static void drop() {
        RONDO.home().drop("Turns.java", TURNS.getBytes(UTF_8));
        RONDO.home().drop("Lesson.java", LESSON.getBytes(UTF_8));
        RONDO.home().drop("Release.java", RELEASE.getBytes(UTF_8));
        RONDO.dags().unpause("lesson");
        RONDO.dags().unpause("release");
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
    void a_form_starts_a_run_and_a_person_answers_what_it_asks() {
        Page page = signIn();

        open(page, "/dags/release");
        button(page, "Trigger").click();
        Locator first = textbox(page, "regions 1");
        first.fill("west");
        first.press("Enter");
        textbox(page, "regions 2").fill("north");
        button(page, "Remove regions 3").click();
        page.getByRole(AriaRole.DIALOG)
                .getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName("Trigger").setExact(true))
                .click();
        page.getByTestId("waits-for-answer").getByRole(AriaRole.LINK).click();
        page.getByRole(AriaRole.CHECKBOX, new Page.GetByRoleOptions().setName("push"))
                .check();
        textbox(page, "why optional").fill("it is better");
        button(page, "Add to reviewers").click();
        page.keyboard().type("ann"); // the new row has the focus
        button(page, "Approve").click();

        assertThat(page.getByTestId("approval-given")).containsText("Approve by admin");
        Run run = new Run(RONDO.api(), "release", runIdOf(page));
        assertThat(run.awaitEnd()).isEqualTo("success");
        assertThat(run.result("push").asText()).isEqualTo("true it is better [ann] west+north");
        assertThat(CHROMIUM.complaints()).isEmpty();
    }

    @Test
    void a_tab_that_is_shown_again_goes_on_where_it_was_and_hears_what_became_of_a_run_that_was_over() {
        Run run = RONDO.dags().run("turns");
        assertThat(run.awaitEnd()).isEqualTo("success");
        Page page = signIn();
        String path = "/dags/turns/runs/" + run.id().replace("+", "%2B").replace(":", "%3A");
        open(page, path);
        Locator turned = page.getByTestId("instance-turn").locator(".badge");
        assertThat(turned).hasAttribute(STATE, "success");
        assertThat(page.getByTestId("connection")).hasText("Live");

        hide(page, true);
        var _ = RONDO.api().post(path.replace("/runs/", "/dagRuns/") + "/clear", Map.of("dry_run", false));
        assertThat(run.awaitEnd()).isEqualTo("failed");
        Request again = page.waitForRequest(each -> each.url().endsWith("/events/stream"), () -> hide(page, false));

        assertThat(turned).hasAttribute(STATE, "failed");
        assertThat(again.headers()).containsKey("last-event-id");
        assertThat(CHROMIUM.complaints()).isEmpty();
    }

    /** As if another tab were looked at. */
    private static void hide(Page page, boolean hidden) {
        page.evaluate("""
                hidden => {
                  Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
                  document.dispatchEvent(new Event("visibilitychange"));
                }""", hidden);
    }

    @Test
    void no_script_reads_what_signs_in_and_it_holds_for_all_tabs_until_one_signs_out() {
        Page page = signIn();

        assertThat(page.evaluate("document.cookie")).isEqualTo("");
        assertThat((String) page.evaluate("JSON.stringify([{ ...localStorage }, { ...sessionStorage }])"))
                .contains("\"rondo.username\":\"admin\"")
                .doesNotContainPattern("[\\w-]{40}");
        Page other = page.context().newPage();
        other.navigate(RONDO.api().base().toString());
        other.getByTestId("dag-lesson").waitFor();

        button(page, "Sign out").click();

        button(other, "Sign in").waitFor();
        other.reload();
        button(other, "Sign in").waitFor();
        other.close();
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
                "/approvals",
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
            if (path.endsWith("/graph") && !((Boolean) page.evaluate(GRAPH_IS_WHOLE))) {
                tooWide.add("boxes of " + path);
            }
        }

        assertThat(tooWide).isEmpty();
        assertThat(CHROMIUM.complaints()).isEmpty();
    }

    /** Opens an address and waits until nothing is being loaded any more. */
    private static void open(Page page, String path) {
        page.navigate(RONDO.api().base().resolve(path).toString());
        page.locator("main h1").first().waitFor();
        for (Locator loading : page.locator(".loading").all()) {
            loading.waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED));
        }
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static Locator textbox(Page page, String name) {
        return page.getByRole(
                AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    /** The run whose task is shown. */
    private static String runIdOf(Page page) {
        String path = URI.create(page.url()).getPath();
        return path.substring(path.indexOf("/runs/") + "/runs/".length(), path.indexOf("/tasks/"));
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
