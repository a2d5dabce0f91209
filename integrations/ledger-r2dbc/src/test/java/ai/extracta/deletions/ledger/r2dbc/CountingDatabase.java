package ai.extracta.deletions.ledger.r2dbc;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryMetadata;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/** Counts what is done with a database, which is unreachable after a number of connections. */
final class CountingDatabase implements ConnectionFactory {

    private final ConnectionFactory database;
    private final int maxConnections;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();
    private final AtomicInteger statements = new AtomicInteger();

    CountingDatabase(ConnectionFactory database) {
        this(database, Integer.MAX_VALUE);
    }

    CountingDatabase(ConnectionFactory database, int maxConnections) {
        this.database = database;
        this.maxConnections = maxConnections;
    }

    int connections() {
        return connections.get();
    }

    int statements() {
        return statements.get();
    }

    int open() {
        return connections.get() - closed.get();
    }

    @Override
    public Publisher<? extends Connection> create() {
        return Mono.defer(() -> connections.incrementAndGet() > maxConnections
                ? Mono.error(new IllegalStateException("the database is down"))
                : Mono.from(database.create()).map(this::counting));
    }

    private Connection counting(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("createStatement")) {
                        statements.incrementAndGet();
                    } else if (method.getName().equals("close")) {
                        return Mono.from(connection.close()).doOnTerminate(closed::incrementAndGet);
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Override
    public ConnectionFactoryMetadata getMetadata() {
        return database.getMetadata();
    }
}
