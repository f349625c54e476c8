package dev.rondo.runtime.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rondo.core.time.Pause;
import dev.rondo.sdk.Connection;
import dev.rondo.sdk.data.DataEntry;
import dev.rondo.sdk.data.DataWriting;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The files of a web server, which are only read. By the JDK's older client: the newer one keeps threads, and what a
 * body leaves running costs its host.
 */
final class WebPlace implements FilePlace {

    private static final int CONNECT_MILLIS = 5_000;
    private static final int READ_MILLIS = 30_000;

    private static final int MAX_TURNS = 4;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);

    private static final Set<Integer> MAY_PASS = Set.of(429, 500, 502, 503, 504);

    private final String server;
    private final Optional<String> authorization;
    private final Pause pause;

    /**
     * The server.
     *
     * @param server such as {@code https://host:port/}
     * @param connection whose login and password it is asked with; null: without
     */
    WebPlace(String server, @Nullable Connection connection, Pause pause) {
        this.server = server;
        this.authorization = Optional.ofNullable(connection)
                .filter(it -> it.login() != null)
                .map(it -> it.login() + ":" + (it.password() == null ? "" : it.password()))
                .map(pair -> "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8)));
        this.pause = pause;
    }

    @Override
    public Optional<DataEntry> find(String name) throws IOException {
        HttpURLConnection answer;
        try {
            answer = ask("HEAD", name);
            if (answer.getResponseCode() == HttpURLConnection.HTTP_BAD_METHOD
                    || answer.getResponseCode() == HttpURLConnection.HTTP_NOT_IMPLEMENTED) {
                answer = ask("GET", name);
            }
            require(answer, name);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        DataEntry entry = new DataEntry(answer.getContentLengthLong(), Instant.ofEpochMilli(answer.getLastModified()));
        answer.disconnect();
        return Optional.of(entry);
    }

    @Override
    public List<String> list(String prefix) {
        throw onlyRead("does not tell which files it has; name the file");
    }

    @Override
    public InputStream read(String name) throws IOException {
        HttpURLConnection answer = ask("GET", name);
        require(answer, name);
        return new Whole(answer.getInputStream(), answer.getContentLengthLong(), told(name));
    }

    private HttpURLConnection ask(String method, String name) throws IOException {
        Duration wait = FIRST_PAUSE;
        for (int turn = 1; ; turn++) {
            try {
                HttpURLConnection answer = open(method, name);
                if (!MAY_PASS.contains(answer.getResponseCode()) || turn == MAX_TURNS) {
                    return answer;
                }
                answer.disconnect();
            } catch (IOException e) {
                if (turn == MAX_TURNS) {
                    throw failed(name, "the server does not answer: " + e.getMessage(), e);
                }
            }
            sleep(wait);
            wait = wait.multipliedBy(2);
        }
    }

    private HttpURLConnection open(String method, String name) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(shown(name)).toURL().openConnection();
        connection.setRequestMethod(method);
        connection.setConnectTimeout(CONNECT_MILLIS);
        connection.setReadTimeout(READ_MILLIS);
        connection.setUseCaches(false);
        connection.setRequestProperty("Accept-Encoding", "identity");
        authorization.ifPresent(it -> {
            connection.setRequestProperty("Authorization", it);
            connection.setInstanceFollowRedirects(false); // a password is for the server that was named
        });
        int ignored = connection.getResponseCode();
        return connection;
    }

    private void require(HttpURLConnection answer, String name) throws IOException {
        int status = answer.getResponseCode();
        switch (status) {
            case 200 -> {}
            case 404, 410 -> throw new NoSuchFileException(told(name), null, "the server answered " + status);
            case 401, 403 ->
                throw new AccessDeniedException(
                        told(name),
                        null,
                        "the server answered " + status + "; name a connection with a login that may read it");
            case 301, 302, 303, 307, 308 ->
                throw failed(
                        name,
                        "the server answered " + status + " and sends to another address, which is not followed "
                                + (authorization.isPresent() ? "with a login" : "from http to https")
                                + "; name that address",
                        null);
            default -> throw failed(name, "the server answered " + status, null);
        }
    }

    private FileSystemException failed(String name, String why, @Nullable Throwable cause) {
        FileSystemException failure = new FileSystemException(told(name), null, why);
        failure.initCause(cause);
        return failure;
    }

    private void sleep(Duration time) throws InterruptedIOException {
        try {
            pause.pause(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the try is being stopped");
        }
    }

    @Override
    public boolean write(String name, DataWriting writing, boolean onlyNew) {
        throw onlyRead("is only read; write to the data place or to a bucket");
    }

    @Override
    public boolean delete(String name) {
        throw onlyRead("is only read; nothing is deleted there");
    }

    private UnsupportedOperationException onlyRead(String why) {
        return new UnsupportedOperationException("a web server (" + server + ") " + why);
    }

    @Override
    public String shown(String name) {
        return server + name;
    }

    @Override
    public String told(String name) {
        int query = name.indexOf('?'); // of a link that is signed, a secret
        return server + (query < 0 ? name : name.substring(0, query) + "?…");
    }

    /** A body that is as long as was said. */
    private static final class Whole extends FilterInputStream {
        private final long length;
        private final String file;
        private long read;

        Whole(InputStream in, long length, String file) {
            super(in);
            this.length = length;
            this.file = file;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int size) throws IOException {
            int n = in.read(buffer, offset, size);
            read += Math.max(n, 0);
            if (n < 0 && length >= 0 && read != length) {
                throw new FileSystemException(
                        file, null, "the line broke after " + read + " of " + length + " bytes; read it again");
            }
            return n;
        }

        @Override
        public long skip(long n) throws IOException {
            return readNBytes((int) Math.min(n, 1 << 16)).length;
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }
}
