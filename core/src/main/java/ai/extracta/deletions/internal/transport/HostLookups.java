package ai.extracta.deletions.internal.transport;

import ai.extracta.deletions.transport.HostResolver;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Lookups of host names on threads of their own, because a {@link HostResolver} may block. Thread-safe. */
public final class HostLookups implements AutoCloseable {

    private static final int THREADS = 2;

    private final HostResolver resolver;
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            THREADS, THREADS, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), HostLookups::newThread);

    /**
     * Starts threads only when they are needed; they end when idle.
     *
     * @param resolver the resolver to call
     */
    public HostLookups(HostResolver resolver) {
        this.resolver = resolver;
        threads.allowCoreThreadTimeOut(true);
    }

    private static Thread newThread(Runnable work) {
        Thread thread = new Thread(work, "extracta-deletions-resolver");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Returns whether a host is an IP address, which needs no lookup.
     *
     * @param host the host of a URI, an IPv6 address without its brackets
     * @return true if it is
     */
    public static boolean isAddress(String host) {
        return host.indexOf(':') >= 0 || host.chars().allMatch(character -> character == '.' || isDigit(character));
    }

    private static boolean isDigit(int character) {
        return character >= '0' && character <= '9';
    }

    /**
     * Starts a lookup. One of the two consumers is called once, on any thread, unless this is closed before.
     *
     * @param host the host name
     * @param onAddresses called with at least one address
     * @param onFailure called with an {@link UnknownHostException} or an {@link Error}
     * @return to be cancelled when the lookup has taken too long
     */
    public Future<?> start(String host, Consumer<List<InetAddress>> onAddresses, Consumer<Throwable> onFailure) {
        Lookup lookup = new Lookup(host, onAddresses, onFailure);
        try {
            threads.execute(lookup);
        } catch (RejectedExecutionException closed) {
            lookup.cancel(false);
        }
        return lookup;
    }

    private List<InetAddress> resolve(String host) throws UnknownHostException {
        try {
            List<InetAddress> addresses = List.copyOf(resolver.resolve(host));
            if (!addresses.isEmpty()) {
                return addresses;
            }
        } catch (UnknownHostException e) {
            throw e;
        } catch (Exception e) {
            throw unknownHost(host + ": " + e, e);
        }
        throw new UnknownHostException(host + ": the resolver returned no address");
    }

    private static UnknownHostException unknownHost(String message, Throwable cause) {
        UnknownHostException unknown = new UnknownHostException(message);
        unknown.initCause(cause);
        return unknown;
    }

    /** Interrupts running lookups, of which nothing is reported any more. */
    @Override
    public void close() {
        threads.shutdownNow();
    }

    private final class Lookup extends FutureTask<List<InetAddress>> {

        private final String host;
        private final Consumer<List<InetAddress>> onAddresses;
        private final Consumer<Throwable> onFailure;

        Lookup(String host, Consumer<List<InetAddress>> onAddresses, Consumer<Throwable> onFailure) {
            super(() -> resolve(host));
            this.host = host;
            this.onAddresses = onAddresses;
            this.onFailure = onFailure;
        }

        @Override
        protected void done() {
            if (isCancelled()) {
                threads.remove(this);
            }
            if (!threads.isShutdown()) {
                report();
            }
        }

        private void report() {
            try {
                onAddresses.accept(get());
            } catch (CancellationException e) {
                onFailure.accept(unknownHost(host + ": the resolver did not answer within the connect timeout", e));
            } catch (ExecutionException e) {
                onFailure.accept(e.getCause());
            } catch (InterruptedException e) {
                throw new IllegalStateException("a completed lookup does not wait", e);
            }
        }
    }
}
