package ai.extracta.deletions.transport;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A throw-away key and its self-signed certificate, made by the JDK's keytool. */
record SelfSignedCertificate(PrivateKey key, X509Certificate certificate) {

    private static final String PASSWORD = "changeit";

    /** Makes one for each name, at the same time: keytool is slow to start. */
    static Map<String, SelfSignedCertificate> create(Path folder, Map<String, String> algorithms)
            throws IOException, GeneralSecurityException {
        Map<String, Process> running = new HashMap<>();
        for (Map.Entry<String, String> entry : algorithms.entrySet()) {
            running.put(entry.getKey(), startKeytool(folder, entry.getKey(), entry.getValue()));
        }
        Map<String, SelfSignedCertificate> identities = new HashMap<>();
        for (Map.Entry<String, Process> entry : running.entrySet()) {
            await(entry.getValue());
            identities.put(entry.getKey(), read(folder, entry.getKey()));
        }
        return identities;
    }

    private static Process startKeytool(Path folder, String name, String algorithm) throws IOException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-J-XX:TieredStopAtLevel=1",
                "-genkeypair",
                "-keyalg",
                algorithm,
                "-alias",
                name,
                "-dname",
                "CN=" + name,
                "-storetype",
                "PKCS12",
                "-keystore",
                folder.resolve(name + ".p12").toString(),
                "-storepass",
                PASSWORD);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".log").toFile())
                .start();
    }

    private static void await(Process keytool) throws IOException {
        try {
            if (!keytool.waitFor(30, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
                throw new IOException("keytool failed");
            }
        } catch (InterruptedException e) {
            throw new IOException("interrupted", e);
        } finally {
            keytool.destroyForcibly();
        }
    }

    private static SelfSignedCertificate read(Path folder, String name) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(folder.resolve(name + ".p12"))) {
            store.load(in, PASSWORD.toCharArray());
        }
        return new SelfSignedCertificate(
                (PrivateKey) store.getKey(name, PASSWORD.toCharArray()), (X509Certificate) store.getCertificate(name));
    }
}
