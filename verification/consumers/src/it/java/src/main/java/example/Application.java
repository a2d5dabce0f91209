package example;

import ai.extracta.deletions.ApiKey;
import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.testkit.ExtractaSimulator;
import java.lang.module.ModuleDescriptor;
import java.util.stream.Collectors;

/** Names no transport: it runs on the one of which there is a module. */
public final class Application {

    public static void main(String[] args) {
        try (ExtractaSimulator simulator = ExtractaSimulator.start()) {
            simulator.seed(1, 1, 1);
            try (ClassificationDeletions deletions = ClassificationDeletions.builder()
                    .apiKey(ApiKey.of(simulator.apiKey()))
                    .baseUri(simulator.baseUri())
                    .build()) {
                deletions.deleteBatch("cls-1", "cls-1-batch-1").block();
            }
            System.out.println("Automatic modules: " + automaticModules());
            System.out.println("Ran with " + Versions.of(args[0], simulator));
        }
    }

    private static String automaticModules() {
        return ModuleLayer.boot().modules().stream()
                .map(Module::getDescriptor)
                .filter(ModuleDescriptor::isAutomatic)
                .map(ModuleDescriptor::name)
                .sorted()
                .collect(Collectors.joining(", "));
    }
}
