package ai.extracta.deletions.benchmarks.sidebyside;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;

/** A self-signed certificate for 127.0.0.1, in a file that is the server's key store and the clients' trust store. */
record ServerCertificate(Path folder, Path keyStore) implements AutoCloseable {

    private static final String PASSWORD = "benchmark";

    static ServerCertificate create() {
        try {
            Path folder = Files.createTempDirectory("benchmark-tls");
            Path keyStore = folder.resolve("server.p12");
            generate(keyStore);
            return new ServerCertificate(folder, keyStore);
        } catch (IOException e) {
            throw new UncheckedIOException("no certificate could be made", e);
        }
    }

    private static void generate(Path keyStore) throws IOException {
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        String options = "-genkeypair -alias server -keyalg EC -groupname secp256r1 -dname CN=127.0.0.1"
                + " -ext SAN=IP:127.0.0.1 -validity 2 -storetype PKCS12 -storepass " + PASSWORD;
        ProcessBuilder command = new ProcessBuilder(keytool.toString());
        command.command().addAll(List.of(options.split(" ")));
        command.command().addAll(List.of("-keystore", keyStore.toString()));
        try {
            int status = command.inheritIO().start().waitFor();
            if (status != 0) {
                throw new IOException("keytool ended with exit code " + status);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    static List<SslContext> serverContexts(Path keyStore, int count) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream file = Files.newInputStream(keyStore)) {
            keys.load(file, PASSWORD.toCharArray());
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, PASSWORD.toCharArray());
        List<SslContext> contexts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            contexts.add(SslContextBuilder.forServer(factory)
                    .sslProvider(SslProvider.JDK)
                    .protocols("TLSv1.3")
                    .applicationProtocolConfig(new ApplicationProtocolConfig(
                            Protocol.ALPN,
                            SelectorFailureBehavior.NO_ADVERTISE,
                            SelectedListenerFailureBehavior.ACCEPT,
                            ApplicationProtocolNames.HTTP_2,
                            ApplicationProtocolNames.HTTP_1_1))
                    .build());
        }
        return contexts;
    }

    /** Lets a JVM trust the certificate, and no other. */
    List<String> clientOptions() {
        return List.of("-Djavax.net.ssl.trustStore=" + keyStore, "-Djavax.net.ssl.trustStorePassword=" + PASSWORD);
    }

    /** Lets this JVM trust the certificate, if it has not used TLS yet. */
    void trust() {
        System.setProperty("javax.net.ssl.trustStore", keyStore.toString());
        System.setProperty("javax.net.ssl.trustStorePassword", PASSWORD);
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(keyStore);
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
