package dev.rondo.e2e.harness;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The machine's Chromium for the tests of a class, with a fresh page for each test. Where there is none, the tests are
 * skipped. When a test fails, what the page shows is kept as a picture, and what it complained of is printed.
 */
public final class ChromiumExtension
        implements BeforeAllCallback,
                BeforeEachCallback,
                AfterTestExecutionCallback,
                AfterEachCallback,
                AfterAllCallback {

    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");
    private static final List<String> OPTIONS = List.of(
            "--no-sandbox", // tests may run as root
            "--disable-gpu",
            "--disable-quic",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");
    private static final Path PICTURES = Path.of("target", "browser");

    // For what is done with the mouse and the keys, and for what is read at once; assertions wait for work to be done.
    private static final Duration ACTION = Duration.ofMinutes(1);

    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final Locale ofTests = Locale.getDefault();
    private @Nullable Playwright playwright;
    private @Nullable Browser browser;
    private @Nullable BrowserContext session;
    private @Nullable Page page;

    @Override
    public void beforeAll(ExtensionContext context) {
        Optional<Path> installed = installed();
        assumeTrue(installed.isPresent(), "no Chromium on the PATH (" + NAMES + "), so the page is not tried in one");
        // Playwright makes role=switch from AriaRole.SWITCH by the rules of the default locale, and the Turkish one
        // that
        // our tests run with gives "swıtch": no element has that role, and each wait for one ends with its time-out.
        Locale.setDefault(Locale.ROOT);
        Playwright driver = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        playwright = driver;
        double patience = Await.LIMIT.toMillis();
        PlaywrightAssertions.setDefaultAssertionTimeout(patience);
        browser = driver.chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(installed.orElseThrow())
                        .setArgs(OPTIONS)
                        .setTimeout(patience));
    }

    private static Optional<Path> installed() {
        List<String> folders =
                List.of(Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator));
        return NAMES.stream()
                .flatMap(name -> folders.stream().map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        complaints.clear();
        BrowserContext fresh = there(browser).newContext(new Browser.NewContextOptions().setViewportSize(1280, 800));
        session = fresh;
        Page opened = fresh.newPage();
        opened.setDefaultTimeout((double) ACTION.toMillis());
        opened.onConsoleMessage(this::hear);
        opened.onPageError(error -> complaints.add("error: " + error));
        page = opened;
    }

    private void hear(ConsoleMessage message) {
        if (message.type().equals("error") || message.type().equals("warning")) {
            complaints.add(message.type() + ": " + message.text() + " (" + message.location() + ")");
        }
    }

    /** The page of this test. */
    public Page page() {
        return there(page);
    }

    /** Errors and warnings that the browser's console shows, and exceptions that nobody caught. */
    public List<String> complaints() {
        return List.copyOf(complaints);
    }

    @Override
    public void afterTestExecution(ExtensionContext context) {
        Page shown = page;
        if (shown == null || context.getExecutionException().isEmpty()) {
            return;
        }
        Path picture = PICTURES.resolve(context.getRequiredTestMethod().getName() + ".png");
        byte[] _ = shown.screenshot(new Page.ScreenshotOptions().setPath(picture));
        System.err.println(shown.url() + " is shown in " + picture.toAbsolutePath() + "; complaints: " + complaints);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (session != null) {
            session.close();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        Locale.setDefault(ofTests);
        if (browser != null) {
            browser.close();
        }
        if (playwright != null) {
            playwright.close();
        }
    }

    private static <T> T there(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("not started: use it in tests, not in fields");
        }
        return part;
    }
}
