package ai.extracta.deletions.testkit;

import ai.extracta.deletions.testkit.internal.Monitor;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Records the requests in the order they arrived, and assigns the n-th queued answer to the n-th request. */
final class RequestDispatcher {

    private final Monitor monitor = new Monitor();
    private final boolean recordsRequests;
    private final List<ReceivedRequest> requests = new ArrayList<>();
    private final Deque<Answer> queuedAnswers = new ArrayDeque<>();
    private ResponseStrategy strategy = ResponseStrategy.always(Answer.documented());

    RequestDispatcher(boolean recordsRequests) {
        this.recordsRequests = recordsRequests;
    }

    Answer dispatch(ReceivedRequest request) {
        return monitor.locked(() -> {
            if (recordsRequests) {
                requests.add(request);
            }
            return queuedAnswers.isEmpty() ? strategy.answer(request) : queuedAnswers.removeFirst();
        });
    }

    void answerNext(List<Answer> answers) {
        monitor.locked(() -> queuedAnswers.addAll(answers));
    }

    void setStrategy(ResponseStrategy newStrategy) {
        monitor.locked(() -> strategy = newStrategy);
    }

    /** Whether to reset a connection instead of reading its next request. */
    boolean resetsUnread(int connection, int requestsBefore) {
        return monitor.locked(() -> queuedAnswers.isEmpty() && strategy.resetsUnread(connection, requestsBefore));
    }

    List<ReceivedRequest> requests() {
        return monitor.locked(this::snapshot);
    }

    List<ReceivedRequest> await(int count, Duration timeout) {
        return monitor.await(
                () -> requests.size() >= count,
                timeout,
                this::snapshot,
                () -> "expected " + count + " requests, received " + requests.size() + ": " + requests);
    }

    private List<ReceivedRequest> snapshot() {
        return List.copyOf(requests);
    }
}
