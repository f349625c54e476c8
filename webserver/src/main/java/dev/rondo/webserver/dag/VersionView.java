package dev.rondo.webserver.dag;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rondo.metadata.query.DagQueries.VersionRow;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A version of a DAG as the API shows it. {@code bundleVersion} is the hash of its jar. */
public record VersionView(
        UUID id,
        int versionNumber,
        String dagId,
        @Nullable String bundleName,
        @Nullable String bundleVersion,
        Instant createdAt,
        String dagDisplayName,
        @Nullable String bundleUrl) {

    /** Shows a version. */
    public static VersionView of(VersionRow row) {
        return new VersionView(
                UUID.nameUUIDFromBytes(("dag_version/" + row.versionId()).getBytes(UTF_8)),
                row.number(),
                row.dagId(),
                row.bundleName(),
                row.jarHash(),
                row.createdAt(),
                row.dagId(),
                null);
    }
}
