package ai.extracta.deletions.spring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.TimeUnit;

/** A key and a certificate for 127.0.0.1 that it signed itself, made by the JDK's keytool. */
record SelfSignedCertificate(String name, Path store) {

    static final String PASSWORD = "throw-away";

    /** Creates the key in a store of its own. */
    static SelfSignedCertificate create(Path folder, String name) throws IOException, InterruptedException {
        Path store = folder.resolve(name + ".p12");
        addKey(store, name);
        return new SelfSignedCertificate(name, store);
    }

    /** Creates another key in a store. */
    static void addKey(Path store, String name) throws IOException, InterruptedException {
        Path log = store.resolveSibling(name + ".log");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-J-XX:TieredStopAtLevel=1",
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-alias",
                        name,
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        store.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!keytool.waitFor(1, TimeUnit.MINUTES) || keytool.exitValue() != 0) {
            keytool.destroyForcibly();
            throw new IOException("keytool failed: " + Files.readString(log));
        }
    }

    KeyStore load() throws IOException, GeneralSecurityException {
        return KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    }

    /** Writes the certificate into a file. */
    Path pem() throws IOException, GeneralSecurityException {
        return pem("CERTIFICATE", load().getCertificate(name).getEncoded());
    }

    /** Writes the key into a file. */
    Path keyPem() throws IOException, GeneralSecurityException {
        return pem("PRIVATE KEY", load().getKey(name, PASSWORD.toCharArray()).getEncoded());
    }

    private Path pem(String label, byte[] content) throws IOException {
        Path file = store.resolveSibling(name + "-" + label.replace(' ', '-') + ".pem");
        return Files.writeString(
                file,
                "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder().encodeToString(content) + "\n-----END "
                        + label + "-----\n");
    }
}
