package dev.rondo.scheduler.email;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.util.Optional;

/** Email addresses as authors write them. */
final class Addresses {

    private Addresses() {}

    static boolean isAddress(String text) {
        return find(text).isPresent();
    }

    /** Empty: no address can be made of it. Nothing with a control character is one. */
    static Optional<InternetAddress> find(String text) {
        if (text.chars().anyMatch(Character::isISOControl)) {
            return Optional.empty();
        }
        try {
            InternetAddress[] parsed = InternetAddress.parse(text, true);
            if (parsed.length != 1) {
                return Optional.empty();
            }
            parsed[0].validate();
            return parsed[0].isGroup() ? Optional.empty() : Optional.of(parsed[0]);
        } catch (AddressException e) {
            return Optional.empty();
        }
    }
}
