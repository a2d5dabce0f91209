package ai.extracta.deletions.testkit;

import ai.extracta.deletions.testkit.internal.Monitor;
import ai.extracta.deletions.transport.HostResolver;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/** Records which hosts it is asked for, and by which threads. */
final class RecordingResolver implements HostResolver {

    private final Monitor monitor = new Monitor();
    private final List<String> hosts = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final HostResolver delegate;

    private RecordingResolver(HostResolver delegate) {
        this.delegate = delegate;
    }

    static RecordingResolver delegatingTo(HostResolver delegate) {
        return new RecordingResolver(delegate);
    }

    /** Resolves every host to these addresses. */
    static RecordingResolver returning(InetAddress... addresses) {
        return new RecordingResolver(host -> List.of(addresses));
    }

    @Override
    public List<InetAddress> resolve(String host) throws UnknownHostException {
        monitor.locked(() -> {
            hosts.add(host);
            return threads.add(Thread.currentThread());
        });
        return delegate.resolve(host);
    }

    List<String> hosts() {
        return monitor.locked(() -> List.copyOf(hosts));
    }

    List<Thread> threads() {
        return monitor.locked(() -> List.copyOf(threads));
    }

    void awaitLookup() {
        monitor.await(() -> !hosts.isEmpty(), ContractContext.TIMEOUT, () -> hosts, () -> "the resolver was not asked");
    }
}
