package dev.rondo.storage.s3.testing;

/** A request that is refused, as S3 says it. */
final class S3Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    S3Refusal(int status, String code, String message) {
        super(message);
        this.status = status;
        this.code = code;
    }

    S3Reply reply() {
        return S3Reply.xml("<Error><Code>" + code + "</Code><Message>" + getMessage() + "</Message></Error>")
                .withStatus(status);
    }
}
