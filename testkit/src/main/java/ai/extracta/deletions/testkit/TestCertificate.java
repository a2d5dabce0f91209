package ai.extracta.deletions.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A key with a certificate and the authority that signed it, created by the JDK's keytool when first needed. */
final class TestCertificate {

    /** For 127.0.0.1, valid today. */
    static final TestCertificate VALID = new TestCertificate("ip:127.0.0.1", "-1d");

    static final String OTHER_HOST_NAME = "elsewhere.example";

    /** For another host. */
    static final TestCertificate OTHER_HOST = new TestCertificate("dns:" + OTHER_HOST_NAME + ",ip:127.0.0.2", "-1d");

    /** For 127.0.0.1, expired some days ago. */
    static final TestCertificate EXPIRED = new TestCertificate("ip:127.0.0.1", "-10d");

    private static final String PASSWORD = "throw-away";
    private static final String SERVER_ALIAS = "own";
    private static final String AUTHORITY_ALIAS = "authority";
    private static final String DAYS_VALID = "5";

    private final KeyStore store;

    private TestCertificate(String subjectAlternativeName, String validFrom) {
        store = create(subjectAlternativeName, validFrom);
    }

    /** The authority to trust. */
    X509Certificate authority() {
        try {
            return (X509Certificate) store.getCertificate(AUTHORITY_ALIAS);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the key store was not loaded", e);
        }
    }

    /** Creates listeners that present this certificate. */
    ServerSocketFactory serverSockets() {
        try {
            KeyStore serverStore = KeyStore.getInstance("PKCS12");
            serverStore.load(null, null);
            serverStore.setKeyEntry(
                    SERVER_ALIAS,
                    store.getKey(SERVER_ALIAS, PASSWORD.toCharArray()),
                    PASSWORD.toCharArray(),
                    store.getCertificateChain(SERVER_ALIAS));
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(serverStore, PASSWORD.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context.getServerSocketFactory();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this JVM cannot serve TLS", e);
        }
    }

    private static KeyStore create(String subjectAlternativeName, String validFrom) {
        try {
            Path directory = Files.createTempDirectory("throw-away-certificate");
            Path file = directory.resolve("own.p12");
            try {
                generate(directory, file, subjectAlternativeName, validFrom);
                return KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
            } finally {
                Files.deleteIfExists(file);
                Files.delete(directory);
            }
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("no certificate could be created", e);
        }
    }

    private static void generate(Path directory, Path file, String subjectAlternativeName, String validFrom)
            throws IOException {
        run(directory, file, "-alias", AUTHORITY_ALIAS, "-dname", "CN=throw-away authority", "-ext", "bc=ca:true");
        String server = "-alias " + SERVER_ALIAS + " -dname CN=throw-away -signer " + AUTHORITY_ALIAS + " -ext san="
                + subjectAlternativeName + " -startdate " + validFrom + " -validity " + DAYS_VALID;
        run(directory, file, server.split(" "));
    }

    private static void run(Path directory, Path file, String... options) throws IOException {
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        List<String> command = new ArrayList<>(List.of(keytool, "-genkeypair"));
        command.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1", "-storetype", "PKCS12"));
        command.addAll(List.of("-storepass", PASSWORD, "-keystore", file.toString()));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
                process.destroy();
                throw new IOException(keytool + " failed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for " + keytool, e);
        }
    }
}
