package dev.rondo.scheduler.email;

import jakarta.mail.Address;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Properties;

/** Hands emails over to a mail server. */
final class Post {

    private static final int TLS_PORT = 465;

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final MailServer server;

    Post(MailServer server) {
        this.server = server;
    }

    /**
     * Hands one over.
     *
     * @return whom the server would not take it for, while it took it for others
     * @throws MessagingException nobody gets it
     */
    List<String> send(Letter letter, List<InternetAddress> to, Instant at) throws MessagingException {
        Session session = Session.getInstance(properties());
        MimeMessage message = new Known(session, letter.messageId());
        message.setFrom(new InternetAddress(server.from()));
        message.setRecipients(Message.RecipientType.TO, to.toArray(Address[]::new));
        message.setSubject(letter.subject(), StandardCharsets.UTF_8.name());
        message.setText(letter.text(), StandardCharsets.UTF_8.name());
        message.setSentDate(Date.from(at));
        message.setHeader("Auto-Submitted", "auto-generated"); // no answer of an absent reader (RFC 3834)
        message.saveChanges();
        try (Transport transport = session.getTransport()) {
            transport.connect(server.host(), server.port(), server.user(), server.password());
            transport.sendMessage(message, message.getAllRecipients());
            return List.of();
        } catch (SendFailedException e) {
            Address[] sent = e.getValidSentAddresses();
            if (sent == null || sent.length == 0) {
                throw e;
            }
            List<Address> reached = List.of(sent);
            return to.stream()
                    .filter(address -> !reached.contains(address))
                    .map(InternetAddress::getAddress)
                    .toList();
        }
    }

    private Properties properties() {
        String protocol = server.port() == TLS_PORT ? "smtps" : "smtp";
        String prefix = "mail." + protocol + ".";
        String patience = String.valueOf(PATIENCE.toMillis());
        Properties properties = new Properties();
        properties.setProperty("mail.transport.protocol", protocol);
        properties.setProperty(prefix + "connectiontimeout", patience);
        properties.setProperty(prefix + "timeout", patience);
        properties.setProperty(prefix + "writetimeout", patience);
        properties.setProperty(prefix + "auth", String.valueOf(server.user() != null));
        properties.setProperty(prefix + "starttls.enable", String.valueOf(server.startTls()));
        properties.setProperty(prefix + "starttls.required", String.valueOf(server.startTls()));
        properties.setProperty(prefix + "ssl.checkserveridentity", "true");
        properties.setProperty(prefix + "sendpartial", "true");
        return properties;
    }

    /** A message whose id is known before: the same for each attempt, so that a reader's program shows it once. */
    private static final class Known extends MimeMessage {
        private final String id;

        Known(Session session, String id) {
            super(session);
            this.id = id;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", id);
        }
    }
}
