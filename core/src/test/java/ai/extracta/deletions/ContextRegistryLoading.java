package ai.extracta.deletions;

import io.micrometer.context.ContextRegistry;
import java.util.Objects;
import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/** Loads the registry, which searches the class path, before a thread that must not block does. */
public final class ContextRegistryLoading implements BlockHoundIntegration {

    @Override
    public void applyTo(BlockHound.Builder builder) {
        Objects.requireNonNull(ContextRegistry.getInstance());
    }
}
