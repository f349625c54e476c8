package dev.rondo.webserver.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads certificates and keys in PEM. */
final class PemFiles {

    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final String OTHER_KEYS = "PRIVATE KEY-----";

    private PemFiles() {}

    static Tls read(Path certificateFile, Path keyFile) {
        try {
            Certificate[] chain = certificates(certificateFile);
            PublicKey shown = chain[0].getPublicKey();
            PrivateKey key = key(keyFile, shown.getAlgorithm());
            if (!belong(key, shown)) {
                throw new TlsException("the key in " + keyFile + " is not that of the first certificate in "
                        + certificateFile + ", which must be the server's own");
            }
            String password = UUID.randomUUID().toString(); // it stays in memory, and Jetty wants one
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(/* stream= */ null, password.toCharArray());
            keys.setKeyEntry("rondo", key, password.toCharArray(), chain);
            return new Tls(keys, password);
        } catch (IOException | GeneralSecurityException e) {
            throw new TlsException(
                    "the certificate in " + certificateFile + " cannot be used with the key in " + keyFile + ": "
                            + e.getMessage(),
                    e);
        }
    }

    private static Certificate[] certificates(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            Certificate[] chain = CertificateFactory.getInstance("X.509")
                    .generateCertificates(in)
                    .toArray(new Certificate[0]);
            if (chain.length > 0) {
                return chain;
            }
        } catch (IOException e) {
            throw new TlsException("the certificate " + file + " cannot be read: " + e.getMessage(), e);
        } catch (CertificateException e) {
            throw new TlsException(file + " is no certificate in PEM: " + e.getMessage(), e);
        }
        throw new TlsException(file + " has no certificate: it must begin with -----BEGIN CERTIFICATE-----");
    }

    private static PrivateKey key(Path file, String algorithm) throws GeneralSecurityException {
        String text;
        try {
            text = Files.readString(file, ISO_8859_1); // one that is no text is told to be none below
        } catch (IOException e) {
            throw new TlsException("the key " + file + " cannot be read: " + e.getMessage(), e);
        }
        Matcher pem = KEY.matcher(text);
        if (!pem.find()) {
            throw new TlsException(file
                    + (text.contains(OTHER_KEYS)
                            ? " has a key with a password or of an older kind; change it by `openssl pkcs8 -topk8 -nocrypt`"
                            : " has no key: there must be a line -----BEGIN PRIVATE KEY-----"));
        }
        try {
            byte[] bytes = Base64.getMimeDecoder().decode(pem.group(1));
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(bytes));
        } catch (InvalidKeySpecException | IllegalArgumentException e) {
            throw new TlsException(
                    file + " has a key that is damaged, or of another kind than the certificate, which has "
                            + algorithm,
                    e);
        }
    }

    /** Whether what the key signs is signed by the other. */
    private static boolean belong(PrivateKey key, PublicKey shown) throws GeneralSecurityException {
        Signature signature = Signature.getInstance(
                switch (shown.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> shown.getAlgorithm();
                });
        byte[] some = {1, 2, 3};
        try {
            signature.initSign(key);
            signature.update(some);
            byte[] signed = signature.sign();
            signature.initVerify(shown);
            signature.update(some);
            return signature.verify(signed);
        } catch (InvalidKeyException e) {
            throw new TlsException("the key cannot sign: " + e.getMessage(), e);
        }
    }
}
