package ai.extracta.deletions.testkit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The requests in the order they arrived, and what each is to be answered: the n-th request gets the n-th answer. */
final class Inbox {

    private final Monitor monitor = new Monitor();
    private final boolean keepsRequests;
    private final List<ReceivedRequest> requests = new ArrayList<>();
    private final Deque<Answer> queued = new ArrayDeque<>();
    private Manner standing = Manner.always(Answer.properly());

    Inbox(boolean keepsRequests) {
        this.keepsRequests = keepsRequests;
    }

    Answer receive(ReceivedRequest request) {
        return monitor.locked(() -> {
            if (keepsRequests) {
                requests.add(request);
            }
            return queued.isEmpty() ? standing.answer(request) : queued.removeFirst();
        });
    }

    void answerNext(List<Answer> answers) {
        monitor.locked(() -> queued.addAll(answers));
    }

    void answer(Manner manner) {
        monitor.locked(() -> standing = manner);
    }

    /** Whether to cut off what comes next on a connection instead of reading it. */
    boolean cutsUnread(int connection, int requestsBefore) {
        return monitor.locked(() -> queued.isEmpty() && standing.cutsUnread(connection, requestsBefore));
    }

    List<ReceivedRequest> requests() {
        return monitor.locked(this::copy);
    }

    List<ReceivedRequest> await(int count, Duration limit) {
        return monitor.await(
                () -> requests.size() >= count,
                limit,
                this::copy,
                () -> "expected " + count + " requests, received " + requests.size() + ": " + requests);
    }

    private List<ReceivedRequest> copy() {
        return List.copyOf(requests);
    }
}
