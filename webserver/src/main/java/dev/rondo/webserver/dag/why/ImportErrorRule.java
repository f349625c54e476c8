package dev.rondo.webserver.dag.why;

import java.util.Optional;

/** The newest file could not be used: the version before it is in force. */
final class ImportErrorRule implements DagRule {

    @Override
    public Optional<Held> held(DagFacts facts) {
        return Optional.ofNullable(facts.importError())
                .map(error -> new Held(
                        "import_error",
                        "the newest " + error.fileName() + " could not be used (" + error.code() + ": "
                                + error.message() + "), so the version before it is in force",
                        null));
    }
}
