package ai.extracta.deletions.testkit;

import java.util.HashMap;
import java.util.Map;

/** How requests are answered for which no answer is queued. Used by one thread at a time. */
interface ResponseStrategy {

    Answer answer(ReceivedRequest request);

    /** Whether to cut off what comes next on a connection instead of reading it. */
    default boolean resetsUnread(int connection, int requestsBefore) {
        return false;
    }

    static ResponseStrategy always(Answer answer) {
        return request -> answer;
    }

    static ResponseStrategy chaos(Chaos chaos) {
        return new ResponseStrategy() {
            private final Map<Long, Integer> askings = new HashMap<>();

            @Override
            public Answer answer(ReceivedRequest request) {
                return chaos.answer(request, askings.merge(Chaos.identity(request), 1, Integer::sum));
            }

            @Override
            public boolean resetsUnread(int connection, int requestsBefore) {
                return chaos.resetsUnread(connection, requestsBefore);
            }
        };
    }
}
