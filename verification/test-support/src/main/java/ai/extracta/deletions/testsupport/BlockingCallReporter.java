package ai.extracta.deletions.testsupport;

import java.io.PrintWriter;
import java.io.StringWriter;
import reactor.blockhound.BlockHound;
import reactor.blockhound.BlockingOperationError;
import reactor.blockhound.integration.BlockHoundIntegration;

/** Reports every blocking call on a non-blocking thread, also one whose error would be swallowed. */
public final class BlockingCallReporter implements BlockHoundIntegration {

    @Override
    public void applyTo(BlockHound.Builder builder) {
        // The kernel's random numbers do not block.
        builder.allowBlockingCallsInside("sun.security.provider.NativePRNG$RandomIO", "readFully");
        // Executors of the JDK hold theirs for a moment. No wait for a condition is inside, and synchronized is not
        // seen either.
        builder.allowBlockingCallsInside("java.util.concurrent.locks.ReentrantLock", "lock");
        // So does Netty's allocator of buffers.
        builder.allowBlockingCallsInside("java.util.concurrent.locks.StampedLock", "writeLock");
        // The JDK keeps its trust store weakly; whoever creates a transport on an event loop may read the file again.
        builder.allowBlockingCallsInside("sun.security.ssl.TrustStoreManager", "getTrustedCerts");
        builder.blockingMethodCallback(method -> {
            BlockingOperationError error = new BlockingOperationError(method);
            StringWriter trace = new StringWriter();
            error.printStackTrace(new PrintWriter(trace));
            ReportCollector.add(Thread.currentThread().getName() + ": " + trace);
            throw error;
        });
    }

    /** After all others, whose callbacks it replaces. */
    @Override
    public int getPriority() {
        return Integer.MAX_VALUE;
    }
}
