package ai.extracta.deletions.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
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

/** A key with a certificate and the authority that signed it, made by the JDK's keytool when first needed. */
final class ThrowAwayCertificate {

    /** Of 127.0.0.1, valid today. */
    static final ThrowAwayCertificate VALID = new ThrowAwayCertificate("ip:127.0.0.1", "-1d");

    /** Of another host. */
    static final ThrowAwayCertificate OF_ANOTHER_HOST =
            new ThrowAwayCertificate("dns:elsewhere.example,ip:127.0.0.2", "-1d");

    /** Of 127.0.0.1, valid some days ago. */
    static final ThrowAwayCertificate EXPIRED = new ThrowAwayCertificate("ip:127.0.0.1", "-10d");

    private static final String PASSWORD = "throw-away";
    private static final String OWN = "own";
    private static final String AUTHORITY = "authority";
    private static final String DAYS_VALID = "5";

    private final KeyStore store;

    private ThrowAwayCertificate(String subjectAlternativeName, String from) {
        store = make(subjectAlternativeName, from);
    }

    /** Whom to trust to trust this. */
    X509Certificate authority() {
        try {
            return (X509Certificate) store.getCertificate(AUTHORITY);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the key store was not loaded", e);
        }
    }

    /** Makes listeners that identify themselves by this certificate. */
    ServerSocketFactory serverSockets() {
        try {
            KeyStore own = KeyStore.getInstance("PKCS12");
            own.load(null, null);
            own.setKeyEntry(
                    OWN,
                    store.getKey(OWN, PASSWORD.toCharArray()),
                    PASSWORD.toCharArray(),
                    store.getCertificateChain(OWN));
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(own, PASSWORD.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context.getServerSocketFactory();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this JVM cannot serve TLS", e);
        }
    }

    private static KeyStore make(String subjectAlternativeName, String from) {
        try {
            Path directory = Files.createTempDirectory("throw-away-certificate");
            Path file = directory.resolve("own.p12");
            try {
                generate(directory, file, subjectAlternativeName, from);
                return load(file);
            } finally {
                Files.deleteIfExists(file);
                Files.delete(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("no certificate could be made", e);
        }
    }

    private static void generate(Path directory, Path file, String subjectAlternativeName, String from)
            throws IOException {
        run(directory, file, "-alias", AUTHORITY, "-dname", "CN=throw-away authority", "-ext", "bc=ca:true");
        run(
                directory,
                file,
                "-alias",
                OWN,
                "-dname",
                "CN=throw-away",
                "-signer",
                AUTHORITY,
                "-ext",
                "san=" + subjectAlternativeName,
                "-startdate",
                from,
                "-validity",
                DAYS_VALID);
    }

    private static void run(Path directory, Path file, String... options) throws IOException {
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        List<String> command = new ArrayList<>(List.of(
                keytool,
                "-genkeypair",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                file.toString()));
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

    private static KeyStore load(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, PASSWORD.toCharArray());
            return keys;
        } catch (GeneralSecurityException e) {
            throw new IOException("the new key store cannot be read", e);
        }
    }
}
