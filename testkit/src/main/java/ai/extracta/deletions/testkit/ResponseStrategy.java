package ai.extracta.deletions.testkit;

import java.util.HashMap;
import java.util.Map;

/** Chooses the answer to a request for which none is queued. Used by one thread at a time. */
interface ResponseStrategy {

    Answer answer(ReceivedRequest request);

    /** Whether to reset a connection instead of reading its next request. */
    default boolean resetsUnread(int connection, int requestsBefore) {
        return false;
    }

    static ResponseStrategy always(Answer answer) {
        return request -> answer;
    }

    static ResponseStrategy chaos(Chaos chaos) {
        return new ResponseStrategy() {
            private final Map<Long, Integer> occurrences = new HashMap<>();

            @Override
            public Answer answer(ReceivedRequest request) {
                return chaos.answer(request, occurrences.merge(Chaos.identity(request), 1, Integer::sum));
            }

            @Override
            public boolean resetsUnread(int connection, int requestsBefore) {
                return chaos.resetsUnread(connection, requestsBefore);
            }
        };
    }
}
