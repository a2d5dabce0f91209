package example;

import ai.extracta.deletions.testkit.ExtractaSimulator;

/** What a consumer does with one integration. Fails with a {@link LinkageError} where its libraries are not there. */
interface Feature {

    void use(ExtractaSimulator simulator) throws Exception;

    static void check(boolean condition, Object actual) {
        if (!condition) {
            throw new AssertionError(actual);
        }
    }
}
