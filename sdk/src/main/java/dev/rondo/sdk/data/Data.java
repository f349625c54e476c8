package dev.rondo.sdk.data;

/**
 * Files that tasks share: those of the installation's data place, and those of any other place by its URI. A task that
 * reads and writes by it runs unchanged on a laptop, where the place is a folder, and on ten workers, where it is in a
 * bucket.
 *
 * <pre>{@code
 * DataPath day = ctx.data().path("landing/" + date + ".csv");
 * if (day.exists()) {
 *     ctx.data().path("clean/" + date + ".csv").writeString(cleaned(day.readAllLines()));
 * }
 * }</pre>
 */
public interface Data {

    /**
     * A file, or a folder of files, which need not be there.
     *
     * <p>A name is below the data place of the installation ({@code RONDO_DATA}). Other places are named by a whole
     * URI: {@code gs://bucket/name}, {@code s3://bucket/name}, {@code http(s)://host/name} (which is only read), or
     * {@code file:/folder/name} and a path that begins with {@code /}, on the machine of the worker.
     *
     * <p>Who asks is said by the connection {@code google_cloud_default} or {@code aws_default} where there is one, and
     * by the worker's own environment otherwise.
     *
     * @throws IllegalArgumentException when it is no name: a part of it is {@code ..} or empty, it has control
     *     characters or more than 1,024 bytes, or its scheme is none of these
     */
    DataPath path(String name);

    /**
     * The same, asked for by that connection.
     *
     * @throws java.util.NoSuchElementException when there is no such connection
     */
    DataPath path(String name, String connectionId);
}
