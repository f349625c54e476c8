package dev.rondo.scheduler.email;

import dev.rondo.metadata.DatabaseUnavailableException;
import dev.rondo.metadata.email.DueEmail;
import dev.rondo.metadata.email.EmailStore;
import dev.rondo.scheduler.engine.CrashPoint;
import dev.rondo.sdk.internal.SpecJson;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the emails that wait in the outbox, each at least once and under the same Message-ID every time. It has a
 * thread of its own: a mail server that hangs holds up nothing else.
 */
public final class Emails implements AutoCloseable {

    /** After so many attempts, about four hours, an email is given up. */
    public static final int MAX_ATTEMPTS = 10;

    private static final Logger LOG = LoggerFactory.getLogger(Emails.class);

    // Nobody waits for an email by the second, and an idle server looks all the same.
    private static final long LOOK_SECONDS = 15;

    // A mail server that hangs is not waited for.
    private static final long CLOSE_SECONDS = 1;

    private final EmailStore store;
    private final @Nullable Post post;
    private final InstantSource clock;
    private final CrashPoint.Injector crashes;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("scheduler:emails").factory());
    private boolean toldThatNoServer;

    /** Empty {@code server}: emails are closed as not sent. */
    public Emails(EmailStore store, Optional<MailServer> server, InstantSource clock) {
        this(store, server, clock, CrashPoint.Injector.NONE);
    }

    /** The same, for tests of one that dies. */
    public Emails(EmailStore store, Optional<MailServer> server, InstantSource clock, CrashPoint.Injector crashes) {
        this.store = store;
        this.post = server.map(Post::new).orElse(null);
        this.clock = clock;
        this.crashes = crashes;
    }

    /** Begins to look. */
    public void start() {
        var _ = thread.scheduleWithFixedDelay(this::look, 0, LOOK_SECONDS, TimeUnit.SECONDS);
    }

    private void look() {
        try {
            pass();
        } catch (DatabaseUnavailableException e) {
            LOG.atDebug().setCause(e).log("no emails: the database is away");
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("emails could not be looked at");
        }
    }

    /** Sends what is due. Returns how many were over, sent or not. */
    public int pass() {
        int over = 0;
        // One by one: a claim lasts half a minute, and a mail server that hangs takes most of it for one.
        for (List<DueEmail> due = claim(); !due.isEmpty(); due = claim()) {
            crashes.at(CrashPoint.AFTER_EMAIL_CLAIMED);
            over += sendOrFail(due.getFirst()) ? 1 : 0;
            if (Thread.currentThread().isInterrupted()) {
                return over;
            }
        }
        return over;
    }

    private List<DueEmail> claim() {
        return store.claim(now(), 1);
    }

    /** One that cannot even be written is given up in the end like one that cannot be sent, and holds up no other. */
    private boolean sendOrFail(DueEmail email) {
        try {
            return send(email);
        } catch (DatabaseUnavailableException e) {
            throw e;
        } catch (RuntimeException e) {
            return failed(email, e);
        }
    }

    private boolean send(DueEmail email) {
        if (post == null) {
            tellThatNoServer(email);
            store.over(email, "not sent: no mail server is configured (RONDO_SMTP_HOST)", now());
            return true;
        }
        List<InternetAddress> to = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        for (String address : recipients(email)) {
            Addresses.find(address).ifPresentOrElse(to::add, () -> wrong.add(address));
        }
        if (to.isEmpty()) {
            return giveUp(
                    email,
                    wrong.isEmpty()
                            ? "the run's version names nobody for this task any more"
                            : "no address of " + wrong + " is one");
        }
        try {
            wrong.addAll(post.send(Letter.of(email), to, email.at()));
        } catch (MessagingException e) {
            return failed(email, e);
        }
        crashes.at(CrashPoint.AFTER_EMAIL_SENT);
        if (wrong.isEmpty()) {
            store.over(email, "sent", now());
        } else {
            String outcome = "sent, but not to " + wrong;
            LOG.atWarn()
                    .addKeyValue("dag", email.dagId())
                    .addKeyValue("task", email.taskId())
                    .log(outcome);
            store.over(email, outcome, now());
        }
        return true;
    }

    private boolean failed(DueEmail email, Exception e) {
        String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        if (email.attempts() >= MAX_ATTEMPTS) {
            return giveUp(email, "given up after " + email.attempts() + " attempts: " + why);
        }
        LOG.atInfo()
                .addKeyValue("dag", email.dagId())
                .addKeyValue("run", email.runId())
                .addKeyValue("task", email.taskId())
                .addKeyValue("attempt", email.attempts())
                .log("an email could not be sent and is tried again: {}", why);
        store.failed(email, "attempt " + email.attempts() + " failed: " + why);
        return false;
    }

    private boolean giveUp(DueEmail email, String why) {
        LOG.atWarn()
                .addKeyValue("dag", email.dagId())
                .addKeyValue("run", email.runId())
                .addKeyValue("task", email.taskId())
                .addKeyValue("try", email.tryNumber())
                .log("an email is not sent: {}", why);
        store.over(email, "not sent: " + why, now());
        return true;
    }

    private void tellThatNoServer(DueEmail email) {
        if (!toldThatNoServer) {
            toldThatNoServer = true;
            LOG.atWarn()
                    .addKeyValue("dag", email.dagId())
                    .addKeyValue("task", email.taskId())
                    .log("tasks ask for emails, but none are sent: set RONDO_SMTP_HOST and RONDO_SMTP_FROM"
                            + " (said once)");
        }
    }

    private static List<String> recipients(DueEmail email) {
        return SpecJson.read(email.graph()).tasks().stream()
                .filter(task -> task.taskId().equals(email.taskId()))
                .findFirst()
                .map(task -> task.options().email())
                .orElse(List.of());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    @Override
    public void close() {
        thread.shutdownNow();
        try {
            // One that is being sent is over soon, or is sent again by whoever comes next.
            boolean ignored = thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // whoever closes is in a hurry
        }
    }
}
