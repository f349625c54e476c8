package dev.rondo.webserver.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** By which the server proves who it is: certificates and their key, read once. */
public final class Tls {

    // How long a browser asks this host by TLS alone. RFC 6797 leaves it open; shorter than a year is not taken into
    // the lists that browsers are shipped with.
    private static final Duration STRICT = Duration.ofDays(365);

    private final KeyStore keys;
    private final String password;

    Tls(KeyStore keys, String password) {
        this.keys = keys;
        this.password = password;
    }

    /**
     * From a key store, PKCS #12 or JKS.
     *
     * @throws TlsException when there is none, the password is not its, or it has no key
     */
    public static Tls ofKeyStore(Path file, String password) {
        if (!Files.isReadable(file)) {
            throw new TlsException("there is no key store " + file + ", or it cannot be read");
        }
        try {
            KeyStore keys = KeyStore.getInstance(file.toFile(), password.toCharArray());
            for (String alias : Collections.list(keys.aliases())) {
                if (keys.isKeyEntry(alias)) {
                    return new Tls(keys, password);
                }
            }
        } catch (IOException | GeneralSecurityException e) {
            throw new TlsException(
                    "the key store " + file + " cannot be opened: " + e.getMessage()
                            + "; it must be PKCS #12 or JKS, and the password its own",
                    e);
        }
        throw new TlsException("the key store " + file + " has no private key, only certificates");
    }

    /**
     * From files as `openssl` and ACME clients write them.
     *
     * @param certificates that of the server first, then those that vouch for it
     * @param key PKCS #8, without a password
     * @throws TlsException when one of them cannot be used, or the key is not that of the certificate
     */
    public static Tls ofPem(Path certificates, Path key) {
        return PemFiles.read(certificates, key);
    }

    /** When the first of its certificates ends, that of an authority included. */
    public Instant endsAt() {
        Instant first = Instant.MAX;
        try {
            for (String alias : Collections.list(keys.aliases())) {
                Certificate[] chain = keys.getCertificateChain(alias);
                for (Certificate each : chain == null ? new Certificate[0] : chain) {
                    Instant end = each instanceof X509Certificate x509
                            ? x509.getNotAfter().toInstant()
                            : Instant.MAX;
                    first = end.isBefore(first) ? end : first;
                }
            }
            return first;
        } catch (KeyStoreException e) {
            throw new IllegalStateException("a key store that was loaded can be read", e);
        }
    }

    /** What listens with it. Browsers are told to ask by TLS alone from then on. */
    public ServerConnector connector(Server server, HttpConfiguration http, String host, int port) {
        SslContextFactory.Server context = new SslContextFactory.Server();
        context.setKeyStore(keys);
        context.setKeyStorePassword(password);
        // Whether the name is in the certificate is the client's to check: behind a proxy it is another one.
        http.addCustomizer(new SecureRequestCustomizer(false, STRICT.toSeconds(), false));
        ServerConnector connector = new ServerConnector(
                server,
                new SslConnectionFactory(context, HttpVersion.HTTP_1_1.asString()),
                new HttpConnectionFactory(http));
        connector.setHost(host);
        connector.setPort(port);
        return connector;
    }
}
