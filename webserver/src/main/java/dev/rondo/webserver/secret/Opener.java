package dev.rondo.webserver.secret;

import dev.rondo.metadata.secret.SealException;
import dev.rondo.metadata.secret.Seals;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens what is sealed where one that does not open must not hide the others. */
public final class Opener {

    private static final Logger LOG = LoggerFactory.getLogger(Opener.class);

    private final Seals seals;
    private final AtomicBoolean told = new AtomicBoolean();

    public Opener(Seals seals) {
        this.seals = seals;
    }

    /** The secret; empty when the keys at hand do not open it, which the log says of the first. */
    public Optional<String> tryOpen(String place, String stored) {
        try {
            return Optional.of(seals.open(place, stored));
        } catch (SealException e) {
            if (told.compareAndSet(false, true)) {
                LOG.atWarn()
                        .addKeyValue("place", place)
                        .addKeyValue("why", e.getMessage())
                        .log("a secret does not open and is shown masked; set it anew");
            }
            return Optional.empty();
        }
    }
}
