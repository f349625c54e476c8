package dev.rondo.storage.s3;

import dev.rondo.storage.BucketException;
import dev.rondo.storage.BucketException.Kind;
import java.net.UnknownHostException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Errors of Amazon's client, in Rondo's words. */
final class S3Errors {

    private static final int FORBIDDEN = 403;

    private static final Set<String> OF_CREDENTIALS =
            Set.of("ExpiredToken", "InvalidToken", "TokenRefreshRequired", "InvalidAccessKeyId");

    private S3Errors() {}

    /** The error of what could not be done. */
    static BucketException translated(String what, Exception e, Kind ofNotFound) {
        if (e instanceof BucketException told) {
            return told;
        }
        AwsServiceException said = e instanceof AwsServiceException service ? service : null;
        return new BucketException(
                kindOf(said, e, ofNotFound), "cannot " + what + ": " + (said == null ? firstLine(e) : words(said)), e);
    }

    private static Kind kindOf(@Nullable AwsServiceException said, Exception e, Kind ofNotFound) {
        if (said == null) {
            // Nobody was asked: no other word of the client says that it had nothing to sign with.
            return String.valueOf(e.getMessage()).contains("credentials") ? Kind.FORBIDDEN : Kind.UNREACHABLE;
        }
        String code = codeOf(said);
        if (OF_CREDENTIALS.contains(code)) {
            return Kind.FORBIDDEN;
        }
        return switch (said.statusCode()) {
            case 401, 403 -> Kind.FORBIDDEN;
            case 404 -> code.equals("NoSuchBucket") ? Kind.MISSING : ofNotFound;
            case 409, 412 -> Kind.CHANGED; // 409: it is being replaced at this moment
            default -> Kind.UNREACHABLE;
        };
    }

    /** Whether the line broke within an answer, which the client takes for a server that cannot write XML. */
    static boolean isHalfAnAnswer(Throwable e) {
        return e instanceof SdkClientException
                && String.valueOf(e.getMessage()).contains("Could not parse XML response");
    }

    /** Whether the server answered so. */
    static boolean isAnswer(int status, Exception e) {
        return e instanceof AwsServiceException said && said.statusCode() == status;
    }

    /** Whether who asks is known, and may not do this. */
    static boolean isDenied(Exception e) {
        return e instanceof AwsServiceException said && codeOf(said).equals("AccessDenied");
    }

    private static String codeOf(AwsServiceException e) {
        AwsErrorDetails details = e.awsErrorDetails();
        return details == null || details.errorCode() == null ? "" : details.errorCode();
    }

    // Not the exception's own message: it ends in numbers of requests that are good for nothing here.
    private static String words(AwsServiceException e) {
        AwsErrorDetails details = e.awsErrorDetails();
        String message = details == null || details.errorMessage() == null ? "" : details.errorMessage();
        if (!codeOf(e).isEmpty()) {
            return e.statusCode() + " " + codeOf(e) + ": " + message;
        }
        // As S3 answers who only asks whether an object is there; the client makes a message of the number then.
        return e.statusCode() + ": no reason was given"
                + (e.statusCode() == FORBIDDEN
                        ? "; the key is none or may not read here, or may not list and there is no such object"
                        : "");
    }

    private static String firstLine(Exception e) {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof UnknownHostException unknown) {
                // The client's own words say that there is a cause, and not which host it was.
                return "no address is known for the host " + unknown.getMessage();
            }
        }
        return String.valueOf(e.getMessage()).lines().findFirst().orElse(e.toString());
    }
}
