package ai.extracta.deletions.testsupport;

import ai.extracta.deletions.ClassificationDeletions;
import org.reactivestreams.Publisher;

/** Makes a call. */
public final class OneCall extends ClientProgram {

    @Override
    Publisher<?> use(ClassificationDeletions client) {
        return client.deleteClassification("cls-1");
    }
}
