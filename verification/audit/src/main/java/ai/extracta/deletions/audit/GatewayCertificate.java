package ai.extracta.deletions.audit;

import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;

/**
 * A certificate for 127.0.0.1, made by the JDK's keytool, and thrown away after the audit.
 *
 * @param certificate for clients to trust
 * @param server offers nothing but HTTP/2
 */
record GatewayCertificate(X509Certificate certificate, SslContext server) {

    private static final String ALIAS = "gateway";
    private static final String PASSWORD = "throw-away";

    static GatewayCertificate create() throws InterruptedException {
        try {
            Path folder = Files.createTempDirectory("gateway-certificate");
            Path file = folder.resolve("gateway.p12");
            try {
                generate(file);
                return of(KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray()));
            } finally {
                Files.deleteIfExists(file);
                Files.delete(folder);
            }
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("no certificate could be created", e);
        }
    }

    private static GatewayCertificate of(KeyStore store) throws IOException, GeneralSecurityException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD.toCharArray());
        SslContext server = SslContextBuilder.forServer(keys)
                .sslProvider(SslProvider.JDK)
                .ciphers(Http2SecurityUtil.CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
                .applicationProtocolConfig(new ApplicationProtocolConfig(
                        ApplicationProtocolConfig.Protocol.ALPN,
                        ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                        ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                        ApplicationProtocolNames.HTTP_2))
                .build();
        return new GatewayCertificate((X509Certificate) store.getCertificate(ALIAS), server);
    }

    private static void generate(Path file) throws IOException, InterruptedException {
        String options = "-J-XX:TieredStopAtLevel=1 -genkeypair -alias " + ALIAS + " -keyalg EC -groupname secp256r1"
                + " -dname CN=gateway -ext san=ip:127.0.0.1 -validity 5 -storetype PKCS12 -storepass " + PASSWORD;
        ProcessBuilder keytool = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        keytool.command().addAll(List.of(options.split(" ")));
        keytool.command().addAll(List.of("-keystore", file.toString()));
        int status = keytool.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        if (status != 0) {
            throw new IOException("keytool ended with exit code " + status);
        }
    }
}
