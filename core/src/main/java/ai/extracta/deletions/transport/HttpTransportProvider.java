package ai.extracta.deletions.transport;

/**
 * Makes a transport; found with {@link java.util.ServiceLoader}. Constructing a provider has no side effect.
 *
 * <p>Register it in {@code META-INF/services/ai.extracta.deletions.transport.HttpTransportProvider} and, for the module
 * path, with {@code provides} in {@code module-info.java}.
 *
 * @since 0.1.0
 */
public interface HttpTransportProvider {

    /**
     * Returns the short name by which a user picks this transport, for example {@code netty}.
     *
     * @return the name, unique among providers
     */
    String name();

    /**
     * Creates a transport that owns its connections and threads. The caller closes it.
     *
     * @param settings the settings
     * @return a new transport
     */
    HttpTransport create(TransportSettings settings);
}
