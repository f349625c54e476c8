package dev.rondo.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.rondo.e2e.harness.ChromiumExtension;
import dev.rondo.e2e.harness.RondoExtension;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The page to try the API with, in a real browser. */
class ApiPageTest {

    @RegisterExtension
    @Order(1) // where there is none, nothing needs to be started
    static final ChromiumExtension CHROMIUM = new ChromiumExtension();

    @RegisterExtension
    @Order(2)
    static final RondoExtension RONDO = RondoExtension.standalone(Map.of("RONDO_AOT", "off"));

    @Test
    void an_operation_is_found_filled_in_and_sent() {
        Page page = CHROMIUM.page();
        page.navigate(RONDO.api().base() + "/docs");
        page.getByLabel("Password").fill(RONDO.password());
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in"))
                .click();
        assertThat(page.locator("#signed-in")).hasText("signed in as admin");

        page.getByLabel("Find").fill("/pools/{");
        Locator operation = page.locator("details:visible").first();
        assertThat(operation.locator("summary")).containsText("DELETE");
        Locator read = page.locator("details:visible").nth(1);
        read.locator("summary").click();
        read.locator("input[name=pool_name]").fill("default_pool");
        read.getByRole(AriaRole.BUTTON).click();

        assertThat(read.locator("pre")).containsText("GET /api/v2/pools/default_pool");
        assertThat(read.locator("pre")).containsText("\"slots\": 128");
    }
}
