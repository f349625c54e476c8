package dev.rondo.operators.gcs;

import dev.rondo.sdk.CheckReturnValue;
import dev.rondo.sdk.FailWithoutRetryException;
import dev.rondo.sdk.TaskContext;
import dev.rondo.sdk.Transfer;
import dev.rondo.storage.Buckets.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/**
 * Brings files of the worker's machine into a bucket. Its result is where they are, such as {@code gs://bucket/object}.
 *
 * <p>An object is there when it is whole and has the bytes of the file. Above 32 MiB a file goes up in parts beside the
 * object, and a try that follows one that failed goes on with those that are there.
 *
 * @param src paths of files; in the last name {@code *} and {@code ?} stand for any characters
 * @param dst name of the object; with several files, a wildcard, or a {@code /} at its end, the folder that they go to
 * @param bucket the bucket
 * @param mimeType what the bytes are
 * @param gzip whether they are packed on the way, and unpacked for who reads them
 */
@CheckReturnValue
public record LocalFilesystemToGcsOperator(
        List<String> src, String dst, String bucket, String mimeType, boolean gzip, GoogleAccount account)
        implements Transfer<List<String>>, OnGoogle<LocalFilesystemToGcsOperator> {

    public LocalFilesystemToGcsOperator {
        src = List.copyOf(src);
    }

    /** Brings a file to this name. */
    public static LocalFilesystemToGcsOperator of(String src, String bucket, String dst) {
        return of(List.of(src), bucket, dst);
    }

    /** Brings files into this folder. */
    public static LocalFilesystemToGcsOperator of(List<String> src, String bucket, String dst) {
        return new LocalFilesystemToGcsOperator(
                src, dst, bucket, "application/octet-stream", false, GoogleAccount.DEFAULT);
    }

    /** With this type. Default: {@code application/octet-stream}. */
    public LocalFilesystemToGcsOperator mimeType(String type) {
        return new LocalFilesystemToGcsOperator(src, dst, bucket, type, gzip, account);
    }

    /** Packed. Default: false. */
    public LocalFilesystemToGcsOperator gzip(boolean packed) {
        return new LocalFilesystemToGcsOperator(src, dst, bucket, mimeType, packed, account);
    }

    @Override
    public LocalFilesystemToGcsOperator withAccount(GoogleAccount changed) {
        return new LocalFilesystemToGcsOperator(src, dst, bucket, mimeType, gzip, changed);
    }

    @Override
    public List<String> execute(TaskContext context) throws IOException {
        List<Path> files = new ArrayList<>();
        for (String each : src) {
            files.addAll(files(each));
        }
        boolean folder = src.size() != 1 || isPattern(src.getFirst()) || dst.endsWith("/");
        Upload upload = new Upload(Gcs.open(account, context).buckets(), bucket, context, Upload.PART_BYTES);
        Settings settings = new Settings(mimeType, gzip ? Optional.of("gzip") : Optional.empty(), Map.of());
        List<String> there = new ArrayList<>();
        for (Path file : files) {
            String name = folder ? inFolder(file.getFileName().toString()) : dst;
            bring(file, name, settings, upload);
            there.add(GcsUri.of(bucket, name));
        }
        return there;
    }

    private String inFolder(String name) {
        return dst.isEmpty() || dst.endsWith("/") ? dst + name : dst + "/" + name;
    }

    private void bring(Path file, String name, Settings settings, Upload upload) throws IOException {
        if (!gzip) {
            Object ignored = upload.bring(file, name, settings);
            return;
        }
        Path packed = Files.createTempFile("upload", ".gz");
        try {
            try (InputStream in = Files.newInputStream(file);
                    OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
                long ignored = in.transferTo(out);
            }
            Object ignored = upload.bring(packed, name, settings);
        } finally {
            Files.delete(packed);
        }
    }

    private static boolean isPattern(String path) {
        return path.indexOf('*') >= 0 || path.indexOf('?') >= 0;
    }

    private static List<Path> files(String pattern) throws IOException {
        Path path = Path.of(isPattern(pattern) ? pattern.substring(0, pattern.lastIndexOf('/') + 1) : pattern);
        if (!isPattern(pattern)) {
            if (!Files.isRegularFile(path)) {
                throw new IOException("there is no file " + path.toAbsolutePath() + " on this machine");
            }
            return List.of(path);
        }
        if (isPattern(path.toString())) {
            throw new FailWithoutRetryException(
                    "'" + pattern + "' has a wildcard in a folder's name; only the last name may have some");
        }
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(path, pattern.substring(pattern.lastIndexOf('/') + 1))) {
            for (Path each : files) {
                if (Files.isRegularFile(each)) {
                    found.add(each);
                }
            }
        }
        found.sort(null);
        return found;
    }
}
