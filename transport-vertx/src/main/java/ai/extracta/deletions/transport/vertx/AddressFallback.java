package ai.extracta.deletions.transport.vertx;

import ai.extracta.deletions.transport.TransportException;
import ai.extracta.deletions.transport.TransportException.Kind;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Tries the addresses of a host one after the other, for one exchange. Used on the event loop only. */
final class AddressFallback {

    private final VertxExchange exchange;
    private final HostAddresses addresses;
    private final String host;
    private @Nullable InetAddress current;
    private @Nullable Iterator<InetAddress> others;
    private @Nullable TransportException failure;

    AddressFallback(VertxExchange exchange, HostAddresses addresses, String host) {
        this.exchange = exchange;
        this.addresses = addresses;
        this.host = host;
    }

    void start() {
        addresses.inUse(host).ifPresentOrElse(this::connect, this::lookUp);
    }

    /** Called when the exchange has failed at the latest address. */
    void failed(TransportException latest) {
        if (latest.maybeSent() || latest.kind() != Kind.CONNECT) {
            exchange.end(latest);
            return;
        }
        failure = latest;
        addresses.unreachable(host, Objects.requireNonNull(current));
        if (others == null) {
            lookUp();
        } else {
            connectToNext(others, latest);
        }
    }

    private void lookUp() {
        addresses
                .lookUp(host)
                .onComplete(
                        found -> exchange.guard(() -> tryAll(found)),
                        unresolved -> exchange.guard(() ->
                                exchange.end(failure == null ? TransportException.of(unresolved, false) : failure)));
    }

    /** Begins with the address that other exchanges use, and leaves out the one that was just tried. */
    private void tryAll(List<InetAddress> found) {
        List<InetAddress> untried = new ArrayList<>(found);
        untried.remove(current);
        addresses.inUse(host).filter(untried::remove).ifPresent(used -> untried.add(0, used));
        others = untried.iterator();
        connectToNext(others, failure);
    }

    private void connectToNext(Iterator<InetAddress> untried, @Nullable TransportException latest) {
        if (untried.hasNext()) {
            connect(untried.next());
        } else {
            exchange.end(Objects.requireNonNull(latest, "a lookup without an address"));
        }
    }

    /** A cancelled exchange opens no connection that would keep the address in use. */
    private void connect(InetAddress address) {
        if (!exchange.isCancelled()) {
            current = address;
            addresses.use(host, address);
            exchange.sendTo(address);
        }
    }
}
