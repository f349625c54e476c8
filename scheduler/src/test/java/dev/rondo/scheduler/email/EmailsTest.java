package dev.rondo.scheduler.email;

import static dev.rondo.metadata.jooq.Tables.DAG_VERSION;
import static dev.rondo.metadata.jooq.Tables.OUTBOX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.rondo.metadata.email.DueEmail;
import dev.rondo.metadata.email.EmailStore;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.scheduler.engine.CrashPoint;
import dev.rondo.scheduler.testing.End;
import dev.rondo.scheduler.testing.EngineHarness;
import dev.rondo.scheduler.testing.TestDag;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

/** Emails from the engine's state changes to a real SMTP server. */
@ExtendWith(PostgresExtension.class)
class EmailsTest {

    private final GreenMail smtp = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    private EngineHarness harness;
    private EmailStore store;

    @BeforeEach
    void open(TestDatabase database) {
        harness = new EngineHarness(database);
        harness.clean();
        store = new EmailStore(harness.database().transactions());
        smtp.start();
    }

    @AfterEach
    void close() {
        smtp.stop();
        harness.close();
    }

    private MailServer server() {
        return new MailServer("127.0.0.1", smtp.getSmtp().getPort(), null, null, "rondo@example.com", false);
    }

    private Emails emails() {
        return new Emails(store, Optional.of(server()), harness.clock());
    }

    private void fail(String dagId, String... addresses) {
        TestDag dag = TestDag.named(dagId);
        dag.task("bad").email(addresses);
        harness.publish(dag);
        harness.worker(dagId + "-worker", 1);
        harness.trigger(dag, "first");
        harness.run(dispatch -> End.failed());
    }

    private List<String> outcomes() {
        return harness.query(db -> db.select(OUTBOX.OUTCOME)
                .from(OUTBOX)
                .where(OUTBOX.DONE_AT.isNotNull())
                .orderBy(OUTBOX.OUTBOX_ID)
                .fetch(OUTBOX.OUTCOME));
    }

    private int open() {
        return harness.query(db -> db.fetchCount(OUTBOX, OUTBOX.DONE_AT.isNull()));
    }

    private List<String> subjects() {
        return Arrays.stream(smtp.getReceivedMessages())
                .map(EmailsTest::subject)
                .toList();
    }

    private static String subject(MimeMessage message) {
        try {
            return message.getSubject();
        } catch (MessagingException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void a_retry_and_a_failure_are_told_to_whom_the_task_names() throws Exception {
        TestDag dag = TestDag.named("mailed");
        dag.task("bad").retries(1, Duration.ofMinutes(1)).email("team@example.com");
        dag.task("good").email("team@example.com");
        dag.task("silent");
        harness.publish(dag);
        harness.worker("mailed-worker", 4);
        harness.trigger(dag, "first");
        Emails emails = emails();

        harness.run(dispatch -> dispatch.taskId().equals("good") ? End.success() : End.failed());
        emails.pass();
        harness.runFor(Duration.ofMinutes(2), dispatch -> End.failed());
        emails.pass();
        emails.pass();

        assertThat(subjects())
                .containsExactly(
                        "mailed.bad will be retried (run first, try 1)", "mailed.bad failed (run first, try 2)");
        MimeMessage failure = smtp.getReceivedMessages()[1];
        assertThat(failure.getAllRecipients()).extracting(Object::toString).containsExactly("team@example.com");
        assertThat(failure.getFrom()).extracting(Object::toString).containsExactly("rondo@example.com");
        assertThat(failure.getContent().toString().lines())
                .contains("DAG: mailed", "Run: first", "Task: bad", "Try: 2", "Reason: exception")
                .contains("Message: it ended by exception", "Its log: rondo tasks logs mailed first bad");
        assertThat(outcomes()).containsExactly("sent", "sent");
        assertThat(open()).isZero();
    }

    @Test
    void an_email_is_kept_when_the_scheduler_dies_after_the_commit_and_none_is_made_when_it_dies_before() {
        TestDag dag = TestDag.named("dying");
        dag.task("bad").email("team@example.com");
        harness.publish(dag);
        var worker = harness.worker("dying-worker", 1);
        harness.trigger(dag, "first");
        harness.settle();
        worker.read();
        harness.crashes(point -> {
            if (point == CrashPoint.BEFORE_COMMIT) {
                throw new AssertionError("killed");
            }
        });
        worker.finish(worker.running().getFirst().dispatchId(), End.failed());
        assertThatThrownBy(() -> harness.engine().pass()).hasMessage("killed");
        assertThat(open()).isZero();

        harness.crashes(point -> {});
        harness.restart();
        harness.run(dispatch -> End.failed());
        emails().pass();

        assertThat(subjects()).containsExactly("dying.bad failed (run first, try 1)");
    }

    @Test
    void a_sender_that_dies_between_sending_and_saying_so_leads_to_the_same_message_id() throws Exception {
        fail("twice", "team@example.com");
        DueEmail claimed = store.claim(harness.now(), 10).getFirst();
        new Post(server())
                .send(
                        Letter.of(claimed),
                        List.of(Addresses.find("team@example.com").orElseThrow()),
                        claimed.at());

        assertThat(emails().pass()).as("claimed: nobody else sends it").isZero();
        harness.clock().advance(EmailStore.wait(1));
        assertThat(emails().pass()).isEqualTo(1);

        assertThat(smtp.getReceivedMessages()).hasSize(2);
        assertThat(smtp.getReceivedMessages()[1].getMessageID())
                .isEqualTo(smtp.getReceivedMessages()[0].getMessageID())
                .startsWith("<rondo.");
    }

    @Test
    void a_server_that_is_away_is_asked_again_with_longer_waits_and_given_up_in_the_end() {
        fail("away", "team@example.com");
        Emails emails = emails();
        smtp.stop();
        for (int attempt = 1; attempt < Emails.MAX_ATTEMPTS; attempt++) {
            assertThat(emails.pass()).isZero();
            harness.clock().advance(EmailStore.wait(attempt).minusSeconds(1));
            assertThat(emails.pass()).as("too early after attempt %s", attempt).isZero();
            int stored = harness.query(
                    db -> db.select(OUTBOX.ATTEMPTS).from(OUTBOX).fetchSingle().value1());
            assertThat(stored).isEqualTo(attempt);
            harness.clock().advance(Duration.ofSeconds(1));
        }
        List<String> log = logged(() -> assertThat(emails.pass()).isEqualTo(1));

        assertThat(log).singleElement().asString().startsWith("WARN an email is not sent: given up after 10 attempts");
        assertThat(outcomes()).singleElement().asString().startsWith("not sent: given up after 10 attempts: ");
        assertThat(Duration.between(Instant.parse("2026-01-01T00:00:00Z"), harness.now()))
                .isLessThan(Duration.ofHours(5));
    }

    @Test
    void a_server_that_comes_back_gets_it() {
        fail("back", "team@example.com");
        Emails emails = emails();
        int port = server().port();
        smtp.stop();
        emails.pass();
        assertThat(outcomes()).isEmpty();
        harness.clock().advance(EmailStore.wait(1));
        GreenMail again = new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        again.start();
        try {
            emails.pass();

            assertThat(again.getReceivedMessages()).hasSize(1);
        } finally {
            again.stop();
        }
        assertThat(outcomes()).containsExactly("sent");
    }

    @Test
    void without_a_server_each_email_says_so_and_the_log_says_it_once() {
        fail("none", "team@example.com");
        fail("none_either", "team@example.com");
        Emails emails = new Emails(store, Optional.empty(), harness.clock());

        List<String> log = logged(emails::pass);

        assertThat(outcomes()).hasSize(2).containsOnly("not sent: no mail server is configured (RONDO_SMTP_HOST)");
        assertThat(log)
                .containsExactly("WARN tasks ask for emails, but none are sent: set RONDO_SMTP_HOST and"
                        + " RONDO_SMTP_FROM (said once)");
    }

    @Test
    void names_and_messages_with_line_ends_cannot_add_headers_or_recipients() throws Exception {
        String evil = "x\r\nBcc: evil@example.com\n\nbody\u2028\u0085";
        DueEmail due = new DueEmail(
                1, "key\r\nX-Key: 1", "failure", 1, harness.now(), evil, evil, evil, -1, 1, evil, evil, "");

        new Post(server())
                .send(Letter.of(due), List.of(Addresses.find("team@example.com").orElseThrow()), due.at());

        assertThat(smtp.getReceivedMessages()).hasSize(1);
        MimeMessage message = smtp.getReceivedMessages()[0];
        assertThat(message.getHeader("Bcc")).isNull();
        assertThat(message.getHeader("X-Key")).isNull();
        assertThat(message.getAllRecipients()).hasSize(1);
        assertThat(message.getSubject())
                .startsWith("x  Bcc: evil@example.com  body")
                .doesNotContain("\n", "\r");
        assertThat(message.getContent().toString().lines()).noneMatch(line -> line.startsWith("Bcc"));
        assertThat(Addresses.find("a@example.com\r\nBcc: evil@example.com")).isEmpty();
        assertThat(Addresses.find("a@example.com, evil@example.com")).isEmpty();
    }

    @Test
    void an_address_that_is_none_keeps_no_other_from_its_email() {
        fail("some", "no address@@", "team@example.com");

        emails().pass();

        assertThat(smtp.getReceivedMessages()).hasSize(1);
        assertThat(outcomes()).containsExactly("sent, but not to [no address@@]");
    }

    @Test
    void two_schedulers_send_it_once() throws Exception {
        for (int i = 0; i < 5; i++) {
            fail("many" + i, "team@example.com");
        }
        Thread other = Thread.ofPlatform().start(() -> emails().pass());
        emails().pass();
        other.join();

        assertThat(subjects()).hasSize(5).doesNotHaveDuplicates();
    }

    @Test
    void a_user_signs_in_and_a_wrong_password_is_told() {
        smtp.setUser("rondo", "rondo", "right");
        fail("signed", "team@example.com");
        new Emails(store, Optional.of(signedIn("wrong")), harness.clock()).pass();
        assertThat(smtp.getReceivedMessages()).isEmpty();
        assertThat(open()).isEqualTo(1);
        harness.clock().advance(EmailStore.wait(1));

        new Emails(store, Optional.of(signedIn("right")), harness.clock()).pass();

        assertThat(subjects()).hasSize(1);
    }

    private MailServer signedIn(String password) {
        return new MailServer("127.0.0.1", smtp.getSmtp().getPort(), "rondo", password, "rondo@example.com", false);
    }

    @Test
    void a_server_without_starttls_gets_nothing_when_it_is_asked_for() {
        fail("plain", "team@example.com");

        new Emails(
                        store,
                        Optional.of(new MailServer(
                                "127.0.0.1", smtp.getSmtp().getPort(), null, null, "rondo@example.com", true)),
                        harness.clock())
                .pass();

        assertThat(smtp.getReceivedMessages()).isEmpty();
        assertThat(open()).isEqualTo(1);
    }

    @Test
    void settings_say_what_is_wrong() {
        assertThat(MailServer.of(Map.of(), null)).isEmpty();
        assertThat(MailServer.of(Map.of("RONDO_SMTP_HOST", "mx", "RONDO_SMTP_FROM", "r@x.y"), null))
                .contains(new MailServer("mx", 587, null, null, "r@x.y", true));
        assertThat(MailServer.of(
                        Map.of(
                                "RONDO_SMTP_HOST", "mx",
                                "RONDO_SMTP_FROM", "r@x.y",
                                "RONDO_SMTP_PORT", "25",
                                "RONDO_SMTP_USER", "u",
                                "RONDO_SMTP_STARTTLS", "false"),
                        "secret"))
                .contains(new MailServer("mx", 25, "u", "secret", "r@x.y", false));
        assertWrong(Map.of("RONDO_SMTP_HOST", "mx"), "RONDO_SMTP_FROM must be");
        assertWrong(Map.of("RONDO_SMTP_HOST", "mx", "RONDO_SMTP_FROM", "r@x.y", "RONDO_SMTP_PORT", "0"), "is '0'");
        assertWrong(Map.of("RONDO_SMTP_HOST", "mx", "RONDO_SMTP_FROM", "r@x.y", "RONDO_SMTP_PORT", "x"), "is 'x'");
        assertWrong(Map.of("RONDO_SMTP_HOST", "mx", "RONDO_SMTP_FROM", "r@x.y", "RONDO_SMTP_STARTTLS", "no"), "'no'");
        assertWrong(Map.of("RONDO_SMTP_HOST", "mx", "RONDO_SMTP_FROM", "r@x.y", "RONDO_SMTP_USER", "u"), "no password");
    }

    private static void assertWrong(Map<String, String> environment, String said) {
        assertThatThrownBy(() -> MailServer.of(environment, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(said);
    }

    private static List<String> logged(Runnable work) {
        Logger logger = (Logger) LoggerFactory.getLogger(Emails.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.addAppender(lines);
        try {
            work.run();
        } finally {
            logger.detachAppender(lines);
        }
        return lines.list.stream()
                .filter(line -> line.getLevel().isGreaterOrEqual(Level.WARN))
                .map(line -> line.getLevel() + " " + line.getFormattedMessage())
                .toList();
    }

    @Test
    void one_that_cannot_be_written_holds_up_no_other_and_is_given_up_in_the_end() {
        fail("unreadable", "first@example.com");
        harness.query(db -> db.update(DAG_VERSION)
                .set(DAG_VERSION.GRAPH, "of a later release")
                .where(DAG_VERSION.DAG_ID.eq("unreadable"))
                .execute());
        fail("readable", "second@example.com");
        Emails emails = emails();

        assertThat(emails.pass()).isEqualTo(1);
        assertThat(subjects()).containsExactly("readable.bad failed (run first, try 1)");

        for (int attempts = 1; attempts < Emails.MAX_ATTEMPTS; attempts++) {
            harness.clock().advance(Duration.ofHours(1));
            emails.pass();
        }
        assertThat(outcomes()).first().asString().startsWith("not sent: given up after 10 attempts");
        assertThat(open()).isZero();
    }
}
