package dev.rondo.worker.stream;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** By whom the certificates of servers may be signed: by the authorities of the JDK, and by those of a file. */
public final class Trust {

    /** By those of the JDK alone. */
    public static final Trust JDK = new Trust(null);

    private final @Nullable Path authorities;

    private Trust(@Nullable Path authorities) {
        this.authorities = authorities;
    }

    /**
     * By those of a file in PEM too.
     *
     * @throws IllegalArgumentException when it cannot be read, or holds no certificate
     */
    public static Trust with(Path authorities) {
        Collection<? extends Certificate> ignored = certificates(authorities);
        return new Trust(authorities);
    }

    /** What a client checks certificates with. */
    SSLContext context() {
        try {
            if (authorities == null) {
                return SSLContext.getDefault();
            }
            KeyStore all = KeyStore.getInstance(KeyStore.getDefaultType());
            all.load(null, null);
            int number = 0;
            for (X509Certificate known : ofJdk()) {
                all.setCertificateEntry("jdk" + number++, known);
            }
            for (Certificate own : certificates(authorities)) {
                all.setCertificateEntry("own" + number++, own);
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(/* km= */ null, managers(all), /* random= */ null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("every JDK has TLS", e);
        }
    }

    private static X509Certificate[] ofJdk() throws GeneralSecurityException {
        for (TrustManager manager : managers(null)) {
            if (manager instanceof X509TrustManager x509) {
                return x509.getAcceptedIssuers();
            }
        }
        return new X509Certificate[0];
    }

    private static TrustManager[] managers(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static Collection<? extends Certificate> certificates(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            Collection<? extends Certificate> found =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (!found.isEmpty()) {
                return found;
            }
            throw new IllegalArgumentException(
                    file + " holds no certificate; there must be a line -----BEGIN CERTIFICATE-----");
        } catch (CertificateException e) {
            throw new IllegalArgumentException(
                    file + " holds no certificates in PEM; there must be a line -----BEGIN CERTIFICATE-----", e);
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException("there is no file " + file, e);
        } catch (IOException e) {
            throw new IllegalArgumentException(file + " cannot be read: " + e, e);
        }
    }
}
