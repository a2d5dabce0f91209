package ai.extracta.deletions.acceptance;

import ai.extracta.deletions.testkit.internal.LoopbackServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * A key with its certificate, made by the JDK's keytool and thrown away with its directory.
 *
 * @param store where it is kept, under its name
 * @param chain its certificate first, then the issuers that sign it
 */
record HeldCertificate(Path store, String name, PrivateKey key, List<X509Certificate> chain) {

    static final String PASSWORD = "throw-away";

    /**
     * Makes a key and a certificate that it signed itself.
     *
     * @param name the common name, and the name of the file in the directory
     * @param subjectAlternativeName for example {@code ip:127.0.0.1}
     * @param options more of keytool's, such as {@code -startdate}
     */
    static HeldCertificate create(Path directory, String name, String subjectAlternativeName, String... options)
            throws IOException, InterruptedException, GeneralSecurityException {
        return create(directory.resolve(name + ".p12"), name, subjectAlternativeName, List.of(options));
    }

    /** Creates a key and a certificate that can sign others. */
    static HeldCertificate createAuthority(Path directory, String name)
            throws IOException, InterruptedException, GeneralSecurityException {
        return create(directory, name, "dns:" + name + ".example", "-ext", "bc=ca:true");
    }

    /** Creates a key and a certificate signed by this one; takes the same options as {@link #create}. */
    HeldCertificate issue(String leaf, String subjectAlternativeName, String... options)
            throws IOException, InterruptedException, GeneralSecurityException {
        List<String> signed = new ArrayList<>(List.of("-signer", name));
        signed.addAll(List.of(options));
        return create(store, leaf, subjectAlternativeName, signed);
    }

    private static HeldCertificate create(Path store, String name, String subjectAlternativeName, List<String> options)
            throws IOException, InterruptedException, GeneralSecurityException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-J-XX:TieredStopAtLevel=1",
                "-genkeypair",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=" + name,
                "-ext",
                "san=" + subjectAlternativeName,
                "-alias",
                name,
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                store.toString()));
        command.addAll(options);
        Path log = store.resolveSibling(name + ".log");
        Process keytool = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!keytool.waitFor(1, TimeUnit.MINUTES) || keytool.exitValue() != 0) {
            throw new IOException("keytool failed: " + Files.readString(log));
        }
        return load(store, name);
    }

    static HeldCertificate load(Path store, String name) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        List<X509Certificate> chain = Stream.of(keys.getCertificateChain(name))
                .map(X509Certificate.class::cast)
                .toList();
        return new HeldCertificate(store, name, (PrivateKey) keys.getKey(name, PASSWORD.toCharArray()), chain);
    }

    X509Certificate certificate() {
        return chain.get(0);
    }

    /** What a server needs to be this one, and to trust clients by another certificate. */
    SSLContext serverContext(HeldCertificate client) throws IOException, GeneralSecurityException {
        KeyStore ownStore = emptyStore();
        ownStore.setKeyEntry("own", key, PASSWORD.toCharArray(), chain.toArray(X509Certificate[]::new));
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(ownStore, PASSWORD.toCharArray());
        KeyStore trustStore = emptyStore();
        trustStore.setCertificateEntry("client", client.certificate());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trustStore);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    /** Listens on a free port of 127.0.0.1 with {@link #serverContext}. */
    SSLServerSocket listen(HeldCertificate client) throws IOException, GeneralSecurityException {
        return (SSLServerSocket) LoopbackServer.listen(0, serverContext(client).getServerSocketFactory());
    }

    private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}
