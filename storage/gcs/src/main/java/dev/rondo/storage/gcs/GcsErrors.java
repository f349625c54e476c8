package dev.rondo.storage.gcs;

import com.google.cloud.BaseServiceException;
import dev.rondo.storage.BucketException;
import dev.rondo.storage.BucketException.Kind;
import org.jspecify.annotations.Nullable;

/** Errors of Google's client, in Rondo's words. */
final class GcsErrors {

    private GcsErrors() {}

    /** The error of what could not be done. */
    static BucketException translated(String what, Exception e, Kind ofNotFound) {
        int status = statusOf(e);
        Kind kind = switch (status) {
            case 401, 403 -> Kind.FORBIDDEN;
            case 404 -> ofNotFound;
            case 412 -> Kind.CHANGED;
            default -> Kind.UNREACHABLE;
        };
        BaseServiceException said = saidBy(e);
        Throwable words = said == null ? e : said;
        return new BucketException(
                kind, "cannot " + what + ": " + (status > 0 ? status + " " : "") + firstLine(words), e);
    }

    /** What the server answered; 0: nothing. */
    static int statusOf(Exception e) {
        BaseServiceException said = saidBy(e);
        return said == null ? 0 : said.getCode();
    }

    private static @Nullable BaseServiceException saidBy(Throwable e) {
        for (Throwable at = e; at != null; at = at.getCause()) {
            if (at instanceof BaseServiceException said && said.getCode() > 0) {
                return said;
            }
        }
        return null;
    }

    private static String firstLine(Throwable e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse(e.toString());
    }
}
