package ai.extracta.deletions.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.nio.file.Path;
import java.security.KeyStore;
import java.security.Principal;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509KeyManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TlsTest {

    private static SelfSignedCertificate ours;
    private static SelfSignedCertificate other;
    private static SelfSignedCertificate rsa;
    private static SelfSignedCertificate edwards;

    @BeforeAll
    static void createIdentities(@TempDir Path folder) throws Exception {
        Map<String, SelfSignedCertificate> created = SelfSignedCertificate.create(
                folder, Map.of("ours", "EC", "other", "EC", "rsa", "RSA", "edwards", "Ed25519"));
        ours = created.get("ours");
        other = created.get("other");
        rsa = created.get("rsa");
        edwards = created.get("edwards");
    }

    static Stream<SelfSignedCertificate> identities() {
        return Stream.of(ours, rsa, edwards);
    }

    @Test
    void anAddedCertificateIsTrusted() {
        X509TrustManager trust = trustManager(List.of(ours.certificate()));

        assertThatNoException()
                .isThrownBy(() -> trust.checkServerTrusted(new X509Certificate[] {ours.certificate()}, "ECDHE_ECDSA"));
    }

    @Test
    void everyAddedCertificateIsTrusted() {
        assertThat(trustManager(List.of(ours.certificate(), other.certificate()))
                        .getAcceptedIssuers())
                .contains(ours.certificate(), other.certificate());
    }

    @Test
    void aCertificateThatWasNotAddedIsNotTrusted() {
        X509TrustManager trust = trustManager(List.of(ours.certificate()));

        assertThatExceptionOfType(CertificateException.class)
                .isThrownBy(() -> trust.checkServerTrusted(new X509Certificate[] {other.certificate()}, "ECDHE_ECDSA"));
    }

    @Test
    void whatThisJvmTrustsStaysTrusted() throws Exception {
        TrustManagerFactory jvm = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        jvm.init((KeyStore) null);
        X509Certificate[] before = ((X509TrustManager) jvm.getTrustManagers()[0]).getAcceptedIssuers();

        assertThat(before).isNotEmpty();
        assertThat(trustManager(List.of(ours.certificate())).getAcceptedIssuers())
                .contains(before)
                .hasSize(before.length + 1);
    }

    @Test
    void certificatesThatAreTrustedAloneReplaceThoseOfThisJvm() {
        X509TrustManager trust = TransportSettings.builder()
                .trust(List.of(other.certificate()))
                .trustOnly(List.of(ours.certificate()))
                .build()
                .trustManager()
                .orElseThrow();

        assertThat(trust.getAcceptedIssuers()).containsExactly(ours.certificate());
    }

    @Test
    void trustingOnlyNothingIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TransportSettings.builder().trustOnly(List.of()))
                .withMessage("there is no certificate to trust, so that no server could be called");
    }

    @Test
    void trustingNothingIsRefusedWithAdvice() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> trustManager(List.of()))
                .withMessage("there is no certificate to trust; leave trust(..) out to trust the JVM's");
    }

    @Test
    void aMissingCertificateIsRefused() {
        TransportSettings.Builder builder = TransportSettings.builder();

        assertThatNullPointerException().isThrownBy(() -> builder.trust(null));
        assertThatNullPointerException().isThrownBy(() -> builder.trust(Arrays.asList(ours.certificate(), null)));
        assertThatNullPointerException().isThrownBy(() -> builder.clientCertificate(null, List.of(ours.certificate())));
        assertThatNullPointerException().isThrownBy(() -> builder.clientCertificate(ours.key(), null));
    }

    @ParameterizedTest
    @MethodSource("identities")
    void aClientPresentsItsCertificateAndKey(SelfSignedCertificate identity) {
        X509KeyManager manager = keyManager(identity, identity.certificate());
        String algorithm = identity.certificate().getPublicKey().getAlgorithm();

        String alias = manager.chooseClientAlias(new String[] {algorithm}, new Principal[0], null);

        assertThat(manager.getCertificateChain(alias)).containsExactly(identity.certificate());
        assertThat(manager.getPrivateKey(alias)).isEqualTo(identity.key());
    }

    @Test
    void anEmptyChainIsRefusedWithAdvice() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TransportSettings.builder().clientCertificate(ours.key(), List.of()))
                .withMessage("the client certificate's chain is empty; pass the certificate of the key");
    }

    @Test
    void aChainWhoseLinksDoNotSignEachOtherIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> keyManager(ours, ours.certificate(), other.certificate()))
                .withMessageStartingWith("this JVM cannot use the client certificate: ");
    }

    @Test
    void aCertificateOfAnotherKeyIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> keyManager(ours, other.certificate()));
        assertThatIllegalArgumentException().isThrownBy(() -> keyManager(ours, rsa.certificate()));
        assertThatIllegalArgumentException().isThrownBy(() -> keyManager(rsa, ours.certificate()));
    }

    @Test
    void settingsMadeFromOthersKeepTrustAndCertificate() {
        TransportSettings settings = TransportSettings.builder()
                .trust(List.of(ours.certificate()))
                .clientCertificate(ours.key(), List.of(ours.certificate()))
                .build();

        TransportSettings changed = settings.toBuilder().maxConnections(1).build();

        assertThat(changed.trustManager()).isEqualTo(settings.trustManager()).isPresent();
        assertThat(changed.keyManager()).isEqualTo(settings.keyManager()).isPresent();
    }

    private static X509TrustManager trustManager(List<X509Certificate> certificates) {
        return TransportSettings.builder()
                .trust(certificates)
                .build()
                .trustManager()
                .orElseThrow();
    }

    private static X509KeyManager keyManager(SelfSignedCertificate identity, X509Certificate... chain) {
        return TransportSettings.builder()
                .clientCertificate(identity.key(), List.of(chain))
                .build()
                .keyManager()
                .orElseThrow();
    }
}
