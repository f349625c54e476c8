package dev.rondo.metadata.export;

import java.io.IOException;

/** Why a file cannot be imported, or not here; the message says what to do. */
public final class ExportException extends IOException {

    public ExportException(String message) {
        super(message);
    }
}
