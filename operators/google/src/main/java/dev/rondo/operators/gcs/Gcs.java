package dev.rondo.operators.gcs;

import dev.rondo.sdk.Connection;
import dev.rondo.sdk.FailWithoutRetryException;
import dev.rondo.sdk.TaskContext;
import dev.rondo.storage.BucketException;
import dev.rondo.storage.Buckets;
import dev.rondo.storage.BucketsProvider;
import dev.rondo.storage.ClientJars;
import dev.rondo.storage.GoogleAccess;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;

/** Buckets for a body, by the client that a look before it has opened in this host, if it was for the same account. */
final class Gcs {

    private static final String TYPE = "google_cloud_platform";

    // A host runs the looks of many sensors; a client costs half a second and its token another call.
    private static final int MOST_CLIENTS = 4;

    // For the life of the host, as its class loaders are: an operator comes from the graph, and there is nothing of a
    // body
    // before it that could hand this over.
    private static final Gcs OF_THIS_HOST = new Gcs(System.getenv());

    private final Map<String, String> environment;
    private final Map<GoogleAccess, Buckets> open = new LinkedHashMap<>(MOST_CLIENTS, 0.75f, true);

    private Gcs(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /** The buckets of an account, and under what name looks at them are shared. */
    record Opened(GoogleAccess access, Buckets buckets) {}

    /**
     * Opens buckets.
     *
     * @throws FailWithoutRetryException when the connection is missing or cannot be used
     */
    static Opened open(GoogleAccount account, TaskContext context) throws IOException {
        GoogleAccess access = OF_THIS_HOST.access(account, context);
        try {
            return new Opened(access, OF_THIS_HOST.client(access));
        } catch (BucketException e) {
            throw new FailWithoutRetryException("connection '" + account.gcpConnId() + "': " + e.getMessage());
        }
    }

    private GoogleAccess access(GoogleAccount account, TaskContext context) {
        String id = account.gcpConnId();
        GoogleAccess access;
        try {
            Connection connection = context.connection(id);
            if (!connection.type().equals(TYPE)) {
                throw new FailWithoutRetryException("connection '" + id + "' is of type '" + connection.type()
                        + "', and Google's cloud needs one of type " + TYPE);
            }
            access = GoogleAccess.of(connection::findExtra);
        } catch (NoSuchElementException e) {
            if (!id.equals(GoogleAccount.DEFAULT.gcpConnId())) {
                throw new FailWithoutRetryException("there is no connection '" + id
                        + "'; add it with: rondo connections"
                        + " add " + id + " --conn-type " + TYPE + ", or leave gcpConnId out for the worker's own"
                        + " credentials");
            }
            access = GoogleAccess.of(environment);
        } catch (IllegalArgumentException e) {
            throw new FailWithoutRetryException("connection '" + id + "': " + e.getMessage());
        }
        return access.impersonating(account.impersonationChain());
    }

    private synchronized Buckets client(GoogleAccess access) throws IOException {
        Buckets known = open.get(access);
        if (known == null) {
            known = ClientJars.ofThisProcess(ClientJars.Cloud.GOOGLE)
                    .open(BucketsProvider.class, Buckets.class, provider -> provider.open(access));
            open.put(access, known);
            if (open.size() > MOST_CLIENTS) {
                // Bodies run one after another, so nobody uses the one that was not asked for the longest time.
                Iterator<Buckets> oldestFirst = open.values().iterator();
                oldestFirst.next().close();
                oldestFirst.remove();
            }
        }
        return known;
    }
}
