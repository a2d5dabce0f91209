package ai.extracta.deletions.samples.guide;

import ai.extracta.deletions.ApiKey;
import ai.extracta.deletions.ClassificationDeletions;

/** Run by {@link TroubleshootingTest} in JVMs where something is missing. */
final class BuildClient {

    public static void main(String[] args) {
        ClassificationDeletions.builder()
                .apiKey(ApiKey.fromEnvironment())
                .build()
                .close();
    }
}
