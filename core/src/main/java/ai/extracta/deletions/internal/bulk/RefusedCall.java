package ai.extracta.deletions.internal.bulk;

import ai.extracta.deletions.error.ResponseException;

/** A refused call for several files; sampled if two files that were refused with it were then refused alone. */
record RefusedCall(BulkCall call, ResponseException refusal, boolean isSampled) {

    RefusedCall restAfterSamples() {
        return new RefusedCall(call.withoutEnds(), refusal, true);
    }
}
