package dev.rondo.storage.s3;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * Writes objects on a condition: small ones in one call, large ones in parts. S3 compares CRC-32C before it is seen.
 */
final class S3Upload {

    /** What has more bytes goes in parts, so that a line that breaks costs one of them. */
    static final long LARGE = 64L << 20;

    // S3's own: of all parts but the last, and how many there may be.
    private static final long SMALLEST_PART = 5L << 20;
    private static final int MAX_PARTS = 10_000;

    private static final long PART = 16L << 20;

    private static final String CONTENT_TYPE = "application/octet-stream";

    /** Says whose write it was: a checksum would not tell two who write the same. */
    private static final String MARK = "rondo-write";

    private final String bucket;
    private final S3Client client;
    private final long large;
    private final long part;

    S3Upload(String bucket, S3Client client, long large) {
        this.bucket = bucket;
        this.client = client;
        this.large = large;
        this.part = Math.clamp(large, SMALLEST_PART, PART);
    }

    static String newMark() {
        return UUID.randomUUID().toString();
    }

    static boolean isMarked(HeadObjectResponse object, String mark) {
        return mark.equals(object.metadata().get(MARK));
    }

    /**
     * Writes an object.
     *
     * @param etag what is to be replaced; null: there must be no such object
     */
    void put(String name, Path content, @Nullable String etag, String mark) {
        long size = content.toFile().length();
        if (size > large) {
            putParts(name, content, size, etag, mark);
        } else {
            putWhole(name, content, etag, mark);
        }
    }

    private void putWhole(String name, Path content, @Nullable String etag, String mark) {
        PutObjectRequest.Builder request = PutObjectRequest.builder()
                .bucket(bucket)
                .key(name)
                .contentType(CONTENT_TYPE)
                .metadata(Map.of(MARK, mark))
                .checksumAlgorithm(ChecksumAlgorithm.CRC32_C);
        PutObjectRequest conditional = (etag == null ? request.ifNoneMatch("*") : request.ifMatch(etag)).build();
        PutObjectResponse ignored = client.putObject(conditional, RequestBody.fromFile(content));
    }

    private void putParts(String name, Path content, long size, @Nullable String etag, String mark) {
        String id = client.createMultipartUpload(request -> request.bucket(bucket)
                        .key(name)
                        .contentType(CONTENT_TYPE)
                        .metadata(Map.of(MARK, mark))
                        .checksumAlgorithm(ChecksumAlgorithm.CRC32_C)
                        .checksumType(ChecksumType.FULL_OBJECT))
                .uploadId();
        try {
            List<CompletedPart> parts = parts(name, id, content, size);
            CompleteMultipartUploadRequest.Builder request = CompleteMultipartUploadRequest.builder()
                    .bucket(bucket)
                    .key(name)
                    .uploadId(id)
                    .multipartUpload(upload -> upload.parts(parts))
                    .checksumType(ChecksumType.FULL_OBJECT)
                    .checksumCRC32C(Crc.of(content))
                    .mpuObjectSize(size);
            CompleteMultipartUploadResponse ignored = client.completeMultipartUpload(
                    (etag == null ? request.ifNoneMatch("*") : request.ifMatch(etag)).build());
        } catch (RuntimeException e) {
            abort(name, id, e);
            throw e;
        }
    }

    private List<CompletedPart> parts(String name, String id, Path content, long size) {
        long length = Math.max(part, Math.ceilDiv(size, MAX_PARTS));
        List<CompletedPart> parts = new ArrayList<>();
        for (long from = 0; from < size; from += length) {
            int number = parts.size() + 1;
            long start = from;
            long most = Math.min(length, size - from);
            UploadPartResponse sent = client.uploadPart(
                    request -> request.bucket(bucket)
                            .key(name)
                            .uploadId(id)
                            .partNumber(number)
                            .checksumAlgorithm(ChecksumAlgorithm.CRC32_C),
                    RequestBody.fromContentProvider(() -> open(content, start), most, CONTENT_TYPE));
            parts.add(CompletedPart.builder()
                    .partNumber(number)
                    .eTag(sent.eTag())
                    .checksumCRC32C(sent.checksumCRC32C())
                    .build());
        }
        return parts;
    }

    private static InputStream open(Path content, long from) {
        try {
            return Channels.newInputStream(FileChannel.open(content).position(from));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + content, e);
        }
    }

    // The parts of an upload that nobody ends are paid for until they are taken away.
    private void abort(String name, String id, RuntimeException why) {
        try {
            AbortMultipartUploadResponse ignored = client.abortMultipartUpload(
                    request -> request.bucket(bucket).key(name).uploadId(id));
        } catch (SdkException e) {
            why.addSuppressed(e);
        }
    }
}
