package ai.extracta.deletions.kafka;

import ai.extracta.deletions.kafkabroker.KafkaBroker;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One broker for all tests of a JVM. */
final class BrokerExtension implements ParameterResolver {

    private record Resource(KafkaBroker broker) implements AutoCloseable {

        @Override
        public void close() {
            broker.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == KafkaBroker.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.GLOBAL)
                .getOrComputeIfAbsent(Resource.class, type -> new Resource(KafkaBroker.start()), Resource.class)
                .broker();
    }
}
