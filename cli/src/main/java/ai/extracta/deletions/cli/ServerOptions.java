package ai.extracta.deletions.cli;

import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.transport.TransportSettings;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which server to send to, and how to get there. */
final class ServerOptions {

    static final String BASE_URL = "EXTRACTA_BASE_URL";
    static final String PROXY_CREDENTIALS = "EXTRACTA_PROXY_CREDENTIALS";

    /** The transports that the program contains. */
    enum Transport {
        NETTY,
        VERTX;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Option(
            names = "--transport",
            paramLabel = "NAME",
            description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    Transport transport = Transport.NETTY;

    @Option(
            names = "--base-uri",
            paramLabel = "URI",
            description = "Where the API is; by default in the environment variable EXTRACTA_BASE_URL, else at"
                    + " Extracta.ai.")
    private Optional<URI> baseUri = Optional.empty();

    @Option(
            names = "--proxy",
            paramLabel = "HOST:PORT",
            description = "Tunnel through this HTTP proxy. Its user and password, if it needs them, are in the"
                    + " environment variable EXTRACTA_PROXY_CREDENTIALS, as USER:PASSWORD.")
    private Optional<String> proxy = Optional.empty();

    @Option(
            names = "--ca-file",
            paramLabel = "FILE",
            description = "Trust the certificates in this PEM file as well, such as the root of a company.")
    private Optional<Path> caFile = Optional.empty();

    URI baseUri(Map<String, String> environment) {
        return baseUri.orElseGet(() -> {
            String url = environment.getOrDefault(BASE_URL, "");
            try {
                return url.isBlank() ? ClassificationDeletions.Builder.DEFAULT_BASE_URI : new URI(url.strip());
            } catch (URISyntaxException invalid) {
                throw new UsageException(BASE_URL + " is not a URI");
            }
        });
    }

    TransportSettings settings(Map<String, String> environment) {
        TransportSettings.Builder settings = TransportSettings.builder();
        caFile.ifPresent(file -> settings.trust(certificates(file)));
        proxy.ifPresent(address -> {
            settings.proxy(address(address));
            authenticate(settings, environment.getOrDefault(PROXY_CREDENTIALS, ""));
        });
        return settings.build();
    }

    private static InetSocketAddress address(String proxy) {
        URI uri = URI.create("proxy:/");
        try {
            uri = new URI("proxy://" + proxy);
        } catch (URISyntaxException invalid) {
            // has no host
        }
        if (uri.getRawUserInfo() != null) {
            throw new UsageException("--proxy: a password is never an argument; set " + PROXY_CREDENTIALS);
        }
        if (uri.getHost() == null
                || uri.getPort() < 1
                || uri.getPort() > 65_535
                || !uri.getRawPath().isEmpty()) {
            throw new UsageException("--proxy is not HOST:PORT, such as proxy.example:3128");
        }
        return new InetSocketAddress(uri.getHost().replaceAll("[\\[\\]]", ""), uri.getPort());
    }

    private static void authenticate(TransportSettings.Builder settings, String credentials) {
        int colon = credentials.indexOf(':');
        if (credentials.isEmpty()) {
            return;
        }
        if (colon < 0) {
            throw new UsageException(PROXY_CREDENTIALS + " is not USER:PASSWORD");
        }
        try {
            settings.proxyCredentials(
                    credentials.substring(0, colon),
                    credentials.substring(colon + 1).toCharArray());
        } catch (IllegalArgumentException invalid) {
            throw new UsageException(PROXY_CREDENTIALS + ": " + invalid.getMessage());
        }
    }

    private static List<X509Certificate> certificates(Path file) {
        try (InputStream pem = Files.newInputStream(file)) {
            List<X509Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(pem).stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (!certificates.isEmpty()) {
                return certificates;
            }
        } catch (CertificateException invalid) {
            throw new UsageException("--ca-file: " + file + " has no valid certificates: " + invalid.getMessage());
        } catch (IOException unreadable) {
            throw new UsageException("cannot read " + file + ": " + IoMessages.of(unreadable));
        }
        throw new UsageException("--ca-file: " + file + " has no certificates in PEM");
    }
}
