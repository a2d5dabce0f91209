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

/** Makes of certificates what the JDK's TLS, and every HTTP client on it, understands. */
final class Tls {

    private static final char[] IN_MEMORY = {};
    private static final byte[] PROBE = {1};

    private static final Map<String, String> SIGNATURES =
            Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA", "EdDSA", "EdDSA");

    private Tls() {}

    static X509TrustManager trusting(List<X509Certificate> added) {
        if (added.isEmpty()) {
            throw new IllegalArgumentException(
                    "there is no certificate to trust; leave trust(..) out to trust the JVM's");
        }
        try {
            List<X509Certificate> all = new ArrayList<>(added);
            all.addAll(List.of(trustManager(null).getAcceptedIssuers()));
            KeyStore store = emptyStore();
            for (int i = 0; i < all.size(); i++) {
                store.setCertificateEntry("trusted-" + i, all.get(i));
            }
            return new UnexpiredTrustManager(trustManager(store));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("this JVM cannot use one of the trusted certificates: " + e, e);
        }
    }

    static X509KeyManager presenting(PrivateKey key, List<X509Certificate> chain) {
        if (chain.isEmpty()) {
            throw new IllegalArgumentException(
                    "the client certificate's chain is empty; pass the certificate of the key");
        }
        try {
            requireFit(key, chain.get(0).getPublicKey());
            KeyStore store = emptyStore();
            store.setKeyEntry("client", key, IN_MEMORY, chain.toArray(X509Certificate[]::new));
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, IN_MEMORY);
            return only(X509KeyManager.class, factory.getKeyManagers());
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("this JVM cannot use the client certificate: " + e, e);
        }
    }

    /** A key store does not look, and a server would only see a handshake that fails. */
    private static void requireFit(PrivateKey key, PublicKey certified) throws GeneralSecurityException {
        String algorithm = SIGNATURES.get(key.getAlgorithm());
        if (algorithm == null) {
            return;
        }
        Signature signing = Signature.getInstance(algorithm);
        signing.initSign(key);
        signing.update(PROBE);
        Signature verifying = Signature.getInstance(algorithm);
        verifying.initVerify(certified);
        verifying.update(PROBE);
        if (!verifying.verify(signing.sign())) {
            throw new InvalidKeyException("its first certificate is not that of the key");
        }
    }

    /** With null, the certificates that this JVM trusts. */
    private static X509ExtendedTrustManager trustManager(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return only(X509ExtendedTrustManager.class, factory.getTrustManagers());
    }

    private static <T> T only(Class<T> type, Object[] managers) {
        return Stream.of(managers)
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("this JVM's TLS provider has no " + type.getSimpleName()));
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, IN_MEMORY);
        return store;
    }
}
