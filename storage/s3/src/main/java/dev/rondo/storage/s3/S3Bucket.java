package dev.rondo.storage.s3;

import dev.rondo.storage.BucketException;
import dev.rondo.storage.BucketException.Kind;
import dev.rondo.storage.TranslatingStream;
import dev.rondo.storage.amazon.AmazonBucket;
import dev.rondo.storage.amazon.AmazonObject;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A bucket of Amazon S3: calls and errors of Amazon's client, in Rondo's words. */
final class S3Bucket implements AmazonBucket {

    private static final int NOT_FOUND = 404;

    private final String bucket;
    private final S3Client client;
    private final S3Upload upload;
    private final Runnable closing;

    /** A bucket; {@code closing} is what closing it does. */
    S3Bucket(String bucket, S3Client client, Runnable closing) {
        this.bucket = bucket;
        this.client = client;
        this.upload = uploadOver(S3Upload.LARGE);
        this.closing = closing;
    }

    /** Uploads in parts what has more bytes than that. */
    S3Upload uploadOver(long large) {
        return new S3Upload(bucket, client, large);
    }

    @Override
    public List<AmazonObject> list(String prefix) throws BucketException {
        ListObjectsV2Request request = ListObjectsV2Request.builder()
                .bucket(bucket)
                .prefix(prefix)
                .encodingType(EncodingType.URL) // XML has no room for some characters
                .build();
        try {
            List<AmazonObject> found = new ArrayList<>();
            for (S3Object object : client.listObjectsV2Paginator(request).contents()) {
                found.add(new AmazonObject(
                        object.key(), object.eTag(), object.size(), Optional.empty(), object.lastModified()));
            }
            return found;
        } catch (SdkException e) {
            throw translated("list", e, Kind.MISSING);
        }
    }

    @Override
    public Optional<AmazonObject> find(String name) throws BucketException {
        return head(name)
                .map(head -> new AmazonObject(
                        name,
                        head.eTag(),
                        head.contentLength(),
                        Crc.ofWhole(head.checksumCRC32C()),
                        head.lastModified()));
    }

    // An answer to HEAD has no words: of a bucket that is not there it says no more than of an object that is not.
    private Optional<HeadObjectResponse> head(String name) throws BucketException {
        try {
            return Optional.of(client.headObject(
                    request -> request.bucket(bucket).key(name).checksumMode(ChecksumMode.ENABLED)));
        } catch (SdkException e) {
            if (S3Errors.isAnswer(NOT_FOUND, e)) {
                return Optional.empty();
            }
            throw translated("look for " + name, e, Kind.MISSING);
        }
    }

    @Override
    public InputStream read(AmazonObject object) {
        return new ResumedStream(object, offset -> open(object, offset));
    }

    private InputStream open(AmazonObject object, long offset) throws BucketException {
        GetObjectRequest.Builder request =
                GetObjectRequest.builder().bucket(bucket).key(object.name()).ifMatch(object.etag());
        if (offset > 0) {
            request.range("bytes=" + offset + "-");
        }
        String what = "read " + object.name();
        try {
            return new TranslatingStream(
                    new AbortingStream(client.getObject(request.build())), e -> translated(what, e, Kind.CHANGED));
        } catch (SdkException e) {
            throw translated(what, e, Kind.CHANGED);
        }
    }

    @Override
    public void replace(String name, Path content, @Nullable AmazonObject seen) throws BucketException {
        replace(name, content, seen, upload);
    }

    void replace(String name, Path content, @Nullable AmazonObject seen, S3Upload upload) throws BucketException {
        String mark = S3Upload.newMark();
        try {
            upload.put(name, content, seen == null ? null : seen.etag(), mark);
        } catch (SdkException e) {
            BucketException failed = translated("write " + name, e, Kind.CHANGED);
            // An attempt whose answer was lost has done it, and the next one stood before its own work.
            boolean done = failed.kind() == Kind.CHANGED
                    && head(name)
                            .filter(there -> S3Upload.isMarked(there, mark))
                            .isPresent();
            if (!done) {
                throw failed;
            }
        }
    }

    @Override
    public void delete(AmazonObject object) throws BucketException {
        try {
            DeleteObjectResponse ignored = client.deleteObject(
                    request -> request.bucket(bucket).key(object.name()).ifMatch(object.etag()));
        } catch (SdkException e) {
            BucketException failed = translated("delete " + object.name(), e, Kind.CHANGED);
            if (failed.kind() == Kind.MISSING || !S3Errors.isAnswer(NOT_FOUND, e)) {
                throw failed;
            }
        }
    }

    private BucketException translated(String what, Exception e, Kind ofNotFound) {
        return S3Errors.translated(what + " in s3://" + bucket, e, ofNotFound);
    }

    @Override
    public void close() {
        closing.run();
    }
}
