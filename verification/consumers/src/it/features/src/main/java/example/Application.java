package example;

import ai.extracta.deletions.testkit.ExtractaSimulator;
import java.util.ArrayList;
import java.util.List;

/** Uses the features that are its arguments. Only the one that was removed may fail, and that one must. */
public final class Application {

    public static void main(String[] features) throws Exception {
        String removed = System.getProperty("without");
        List<String> usable = new ArrayList<>();
        for (String feature : features) {
            boolean expected = !feature.equalsIgnoreCase(removed);
            try {
                use(feature);
                usable.add(feature);
                Feature.check(expected, feature + " still works");
            } catch (LinkageError e) {
                if (expected) {
                    throw new AssertionError(feature + " needs " + removed, e);
                }
            }
        }
        System.out.println("Ran with " + removed + " removed: " + usable);
        System.exit(0);
    }

    private static void use(String feature) throws Exception {
        try (ExtractaSimulator simulator = ExtractaSimulator.start()) {
            simulator.seed(1, 1, 1);
            Class<?> type = Class.forName("example." + feature);
            ((Feature) type.getDeclaredConstructor().newInstance()).use(simulator);
            Feature.check(simulator.deletions().size() == 1, simulator.deletions());
        }
    }
}
