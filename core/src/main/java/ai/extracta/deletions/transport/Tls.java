package ai.extracta.deletions.transport;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509KeyManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Creates JDK trust and key managers from certificates. */
final class Tls {

    private static final char[] NO_PASSWORD = {};
    private static final byte[] PROBE = {1};

    private static final Map<String, String> SIGNATURE_ALGORITHMS =
            Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA", "EdDSA", "EdDSA");

    private Tls() {}

    /** Trusts also what the JVM does. */
    static X509TrustManager additionalTrustManager(List<X509Certificate> certificates) {
        if (certificates.isEmpty()) {
            throw new IllegalArgumentException(
                    "there is no certificate to trust; leave trust(..) out to trust the JVM's");
        }
        try {
            List<X509Certificate> all = new ArrayList<>(certificates);
            all.addAll(List.of(jdkTrustManager(null).getAcceptedIssuers()));
            return trustManager(all);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("this JVM cannot use its own trusted certificates: " + e, e);
        }
    }

    static X509TrustManager trustManager(List<X509Certificate> certificates) {
        if (certificates.isEmpty()) {
            throw new IllegalArgumentException("there is no certificate to trust, so that no server could be called");
        }
        try {
            KeyStore store = emptyStore();
            for (int i = 0; i < certificates.size(); i++) {
                store.setCertificateEntry("trusted-" + i, certificates.get(i));
            }
            return new ExpiryCheckingTrustManager(jdkTrustManager(store));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("this JVM cannot use one of the trusted certificates: " + e, e);
        }
    }

    static X509KeyManager keyManager(PrivateKey key, List<X509Certificate> chain) {
        if (chain.isEmpty()) {
            throw new IllegalArgumentException(
                    "the client certificate's chain is empty; pass the certificate of the key");
        }
        try {
            requireMatchingKey(key, chain.get(0).getPublicKey());
            KeyStore store = emptyStore();
            store.setKeyEntry("client", key, NO_PASSWORD, chain.toArray(X509Certificate[]::new));
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, NO_PASSWORD);
            return firstOfType(X509KeyManager.class, factory.getKeyManagers());
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("this JVM cannot use the client certificate: " + e, e);
        }
    }

    /** A key store does not check this; the mistake would only surface as a failed handshake. */
    private static void requireMatchingKey(PrivateKey key, PublicKey publicKey) throws GeneralSecurityException {
        String algorithm = SIGNATURE_ALGORITHMS.get(key.getAlgorithm());
        if (algorithm == null) {
            return;
        }
        Signature signing = Signature.getInstance(algorithm);
        signing.initSign(key);
        signing.update(PROBE);
        Signature verifying = Signature.getInstance(algorithm);
        verifying.initVerify(publicKey);
        verifying.update(PROBE);
        if (!verifying.verify(signing.sign())) {
            throw new InvalidKeyException("its first certificate does not match the private key");
        }
    }

    /** With null, the JVM's default trust store. */
    private static X509ExtendedTrustManager jdkTrustManager(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return firstOfType(X509ExtendedTrustManager.class, factory.getTrustManagers());
    }

    private static <T> T firstOfType(Class<T> type, Object[] managers) {
        return Stream.of(managers)
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("this JVM's TLS provider has no " + type.getSimpleName()));
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, NO_PASSWORD);
        return store;
    }
}
