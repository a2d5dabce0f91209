package ai.extracta.deletions.spring;

import ai.extracta.deletions.transport.TransportSettings;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;

/** Reads what an SSL bundle trusts, and its client certificate. */
final class SslBundleReader {

    private SslBundleReader() {}

    /** Whoever restricts TLS in a bundle must not get less than that unnoticed, so it is an error. */
    static void read(SslBundle bundle, TransportSettings.Builder settings) throws GeneralSecurityException {
        if (bundle.getOptions().isSpecified() || !bundle.getProtocol().equals(SslBundle.DEFAULT_PROTOCOL)) {
            throw new IllegalArgumentException("it sets 'options' or 'protocol', which the client does not have:"
                    + " it speaks TLS 1.2 and 1.3 with the cipher suites of this JVM");
        }
        @Nullable KeyStore trustStore = bundle.getStores().getTrustStore();
        if (trustStore != null) {
            settings.trustOnly(certificates(trustStore));
        }
        @Nullable KeyStore keyStore = bundle.getStores().getKeyStore();
        if (keyStore != null) {
            readKey(bundle, keyStore, settings);
        }
    }

    private static List<X509Certificate> certificates(KeyStore store) throws KeyStoreException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (String alias : Collections.list(store.aliases())) {
            if (store.getCertificate(alias) instanceof X509Certificate certificate) {
                certificates.add(certificate);
            }
        }
        if (certificates.isEmpty()) {
            throw new IllegalArgumentException("its trust store has no certificate");
        }
        return certificates;
    }

    private static void readKey(SslBundle bundle, KeyStore store, TransportSettings.Builder settings)
            throws GeneralSecurityException {
        String alias = alias(bundle, store);
        char @Nullable [] password = password(bundle);
        if (!(store.getKey(alias, password) instanceof PrivateKey key)) {
            throw new IllegalArgumentException("its key store has no private key named " + alias);
        }
        settings.clientCertificate(key, chain(store.getCertificateChain(alias)));
    }

    private static String alias(SslBundle bundle, KeyStore store) throws KeyStoreException {
        @Nullable String configured = bundle.getKey().getAlias();
        if (configured != null) {
            return configured;
        }
        List<String> keys = new ArrayList<>();
        for (String alias : Collections.list(store.aliases())) {
            if (store.isKeyEntry(alias)) {
                keys.add(alias);
            }
        }
        if (keys.size() != 1) {
            throw new IllegalArgumentException(
                    "its key store has " + keys.size() + " keys " + keys + "; set key.alias to the one to use");
        }
        return keys.get(0);
    }

    private static char @Nullable [] password(SslBundle bundle) {
        @Nullable String ofKey = bundle.getKey().getPassword();
        @Nullable String password = ofKey != null ? ofKey : bundle.getStores().getKeyStorePassword();
        return password == null ? null : password.toCharArray();
    }

    private static List<X509Certificate> chain(Certificate[] certificates) {
        return Stream.of(certificates).map(X509Certificate.class::cast).toList();
    }
}
