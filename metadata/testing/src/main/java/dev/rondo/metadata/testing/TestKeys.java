package dev.rondo.metadata.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A key and a certificate for localhost that it signed itself, made by the JDK's keytool. */
public final class TestKeys {

    /** Of the store and the key. */
    public static final String PASSWORD = "of the store";

    private static final String ALIAS = "localhost";

    private final Path file;
    private final KeyStore store;

    private TestKeys(Path file, KeyStore store) {
        this.file = file;
        this.store = store;
    }

    /**
     * Makes them.
     *
     * @param algorithm of the key, such as {@code EC}
     */
    public static TestKeys make(Path folder, String algorithm) throws Exception {
        Path file = Files.createTempDirectory(folder, "keys").resolve("keys.p12");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair"));
        command.addAll(List.of("-keystore", file.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
        command.addAll(List.of("-alias", ALIAS, "-keyalg", algorithm, "-dname", "CN=localhost"));
        command.addAll(List.of("-ext", "san=dns:localhost,ip:127.0.0.1", "-validity", "10"));
        Path said = file.resolveSibling("said");
        Process keytool = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        if (keytool.waitFor() != 0) {
            throw new IOException("keytool: " + Files.readString(said));
        }
        return new TestKeys(file, KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray()));
    }

    /** Both, as a PKCS #12 key store. */
    public Path store() {
        return file;
    }

    /** The certificate in PEM. */
    public Path certificate() throws Exception {
        return pem("CERTIFICATE", store.getCertificate(ALIAS).getEncoded());
    }

    /** The key in PEM. */
    public Path key() throws Exception {
        return pem("PRIVATE KEY", store.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded());
    }

    /** The key, said to be of another kind. */
    public Path keyCalled(String kind) throws Exception {
        return pem(kind, store.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded());
    }

    private Path pem(String kind, byte[] bytes) throws IOException {
        String body = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(bytes);
        Path pem = Files.createTempFile(file.getParent(), "file", ".pem");
        return Files.writeString(pem, "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n");
    }

    /** What trusts the certificate, and no other. */
    public SSLContext trusting() throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(/* stream= */ null, /* password= */ null);
        trusted.setCertificateEntry(ALIAS, store.getCertificate(ALIAS));
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(/* km= */ null, managers.getTrustManagers(), /* random= */ null);
        return context;
    }
}
