package dev.rondo.operators.gcs;

import dev.rondo.sdk.CheckReturnValue;
import dev.rondo.sdk.TaskContext;
import dev.rondo.sdk.Transfer;
import dev.rondo.storage.BucketObject;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Brings an object of a bucket into a file of the worker's machine. Its result is the path of the file.
 *
 * <p>The file is there when it is whole and has the bytes of the object. They are gathered beside it, and a try that
 * follows one that failed on this machine goes on there. Bytes are those that are stored: packed ones stay packed.
 *
 * @param bucket the bucket
 * @param objectName name of the object
 * @param filename path of the file; folders above it are made
 */
@CheckReturnValue
public record GcsToLocalFilesystemOperator(String bucket, String objectName, String filename, GoogleAccount account)
        implements Transfer<String>, OnGoogle<GcsToLocalFilesystemOperator> {

    /** Brings the object to this path. */
    public static GcsToLocalFilesystemOperator of(String bucket, String objectName, String filename) {
        return new GcsToLocalFilesystemOperator(bucket, objectName, filename, GoogleAccount.DEFAULT);
    }

    @Override
    public GcsToLocalFilesystemOperator withAccount(GoogleAccount changed) {
        return new GcsToLocalFilesystemOperator(bucket, objectName, filename, changed);
    }

    @Override
    public String execute(TaskContext context) throws IOException {
        Path file = Path.of(filename).toAbsolutePath();
        BucketObject object = new Download(Gcs.open(account, context).buckets(), bucket, context)
                .bring(objectName, file)
                .orElseThrow(() -> new FileNotFoundException("there is no " + GcsUri.of(bucket, objectName)));
        context.log().log(System.Logger.Level.INFO, file + " has " + object.sizeBytes() + " bytes");
        return file.toString();
    }
}
