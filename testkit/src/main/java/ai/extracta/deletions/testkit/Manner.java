package ai.extracta.deletions.testkit;

import java.util.HashMap;
import java.util.Map;

/** How requests are answered for which no answer is queued. Used by one thread at a time. */
interface Manner {

    Answer answer(ReceivedRequest request);

    /** Whether to cut off what comes next on a connection instead of reading it. */
    default boolean cutsUnread(int connection, int requestsBefore) {
        return false;
    }

    static Manner always(Answer answer) {
        return request -> answer;
    }

    static Manner by(Chaos chaos) {
        return new Manner() {
            private final Map<Long, Integer> askings = new HashMap<>();

            @Override
            public Answer answer(ReceivedRequest request) {
                return chaos.answer(request, askings.merge(Chaos.identity(request), 1, Integer::sum));
            }

            @Override
            public boolean cutsUnread(int connection, int requestsBefore) {
                return chaos.cutsUnread(connection, requestsBefore);
            }
        };
    }
}
