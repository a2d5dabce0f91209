package ai.extracta.deletions.spring;

import ai.extracta.deletions.transport.TransportSettings;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

/** Translates the properties of HTTP, proxy and TLS. An empty property is not set. No message has a password. */
final class TransportSettingsFactory {

    private static final String PROXY = "extracta.deletions.proxy.";
    private static final String BUNDLE = "extracta.deletions.ssl.bundle";
    private static final Pattern HOST = Pattern.compile("[\\w.-]+|\\p{XDigit}*:\\p{XDigit}*:[\\p{XDigit}:.]*");

    private final DeletionsProperties properties;
    private final ObjectProvider<SslBundles> bundles;

    TransportSettingsFactory(DeletionsProperties properties, ObjectProvider<SslBundles> bundles) {
        this.properties = properties;
        this.bundles = bundles;
    }

    /** Returns nothing if no property is set. */
    Optional<TransportSettings> create() {
        TransportSettings.Builder settings = TransportSettings.builder();
        boolean hasProtocol = setProtocol(settings);
        boolean tunnels = setProxy(settings);
        boolean hasBundle = setTls(settings);
        return hasProtocol || tunnels || hasBundle ? Optional.of(settings.build()) : Optional.empty();
    }

    private boolean setProtocol(TransportSettings.Builder settings) {
        TransportSettings.@Nullable Protocol protocol = properties.protocol();
        if (protocol != null) {
            settings.protocol(protocol);
        }
        return protocol != null;
    }

    private boolean setProxy(TransportSettings.Builder settings) {
        DeletionsProperties.Proxy proxy = properties.proxy();
        @Nullable String host = emptyToNull(proxy.host());
        @Nullable Integer port = proxy.port();
        boolean authenticates = setCredentials(settings);
        if (host != null && port != null) {
            settings.proxy(address(host, port));
            return true;
        }
        if (host != null || port != null || authenticates) {
            throw new DeletionsConfigurationException(
                    PROXY + "host and " + PROXY + "port belong together, but " + PROXY
                            + (host == null ? "host" : "port") + " is not set.",
                    "Set both, for example\n\n    " + PROXY + "host=proxy.example\n    " + PROXY
                            + "port=3128\n\nor remove all of " + PROXY + "*.");
        }
        return false;
    }

    /** The value is not repeated: a URI can contain a password. */
    private static InetSocketAddress address(String host, int port) {
        if (!HOST.matcher(host).matches()) {
            throw new DeletionsConfigurationException(
                    PROXY + "host is neither a host name nor an IP address.",
                    "Set the host alone, such as proxy.example, without scheme, port and user.");
        }
        if (port < 1 || port > 65_535) {
            throw new DeletionsConfigurationException(
                    PROXY + "port is " + port + "; it must be from 1 to 65535.", "Set the port of the proxy.");
        }
        return InetSocketAddress.createUnresolved(host, port);
    }

    private boolean setCredentials(TransportSettings.Builder settings) {
        @Nullable String username = emptyToNull(properties.proxy().username());
        @Nullable String password = emptyToNull(properties.proxy().password());
        if (username == null && password == null) {
            return false;
        }
        if (username == null || password == null) {
            throw new DeletionsConfigurationException(
                    PROXY + "username and " + PROXY + "password belong together, but " + PROXY
                            + (username == null ? "username" : "password") + " is not set.",
                    "Set both, or remove both if the proxy requires no authentication.");
        }
        try {
            settings.proxyCredentials(username, password.toCharArray());
            return true;
        } catch (IllegalArgumentException e) {
            throw new DeletionsConfigurationException(
                    PROXY + "username, " + PROXY + "password: " + e.getMessage(),
                    "Set what Basic authentication can transfer.",
                    e);
        }
    }

    private boolean setTls(TransportSettings.Builder settings) {
        @Nullable String name = emptyToNull(properties.ssl().bundle());
        if (name == null) {
            return false;
        }
        SslBundle bundle = bundle(name);
        try {
            SslBundleReader.read(bundle, settings);
            return true;
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new DeletionsConfigurationException(
                    BUNDLE + "=" + name + ": " + e.getMessage(),
                    "Correct that bundle, spring.ssl.bundle.*." + name + ", or name another one.",
                    e);
        }
    }

    private SslBundle bundle(String name) {
        @Nullable SslBundles all = bundles.getIfAvailable();
        try {
            if (all != null) {
                return all.getBundle(name);
            }
        } catch (NoSuchSslBundleException e) {
            throw noSuchBundle(name, "there are " + all.getBundleNames(), e);
        }
        throw noSuchBundle(name, "there are none, because SslAutoConfiguration is excluded", null);
    }

    private static DeletionsConfigurationException noSuchBundle(String name, String found, @Nullable Throwable cause) {
        return new DeletionsConfigurationException(
                BUNDLE + "=" + name + ": there is no SSL bundle of that name; " + found + ".",
                "Define the bundle, for example\n\n    spring.ssl.bundle.pem." + name
                        + ".truststore.certificate=file:/etc/ssl/company-root.pem\n\nor correct the name.",
                cause);
    }

    private static @Nullable String emptyToNull(@Nullable String value) {
        return value == null || value.isEmpty() ? null : value;
    }
}
