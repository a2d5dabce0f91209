package ai.extracta.deletions.transport.vertx;

import io.vertx.core.Context;
import java.util.function.Predicate;
import reactor.core.scheduler.Schedulers;

/**
 * Tells Reactor that Vert.x event loops must not be blocked, so that {@code block()} on one fails at once, as on
 * Netty. Registered once, for all instances of Vert.x. Reactor cannot unregister a predicate, so it gets a weak one: an
 * application that is undeployed while Reactor stays, as a shared library, leaves some hundred bytes there.
 */
final class NonBlockingEventLoops {

    @SuppressWarnings("UnnecessaryLambda") // keeps it from being collected before this class
    private static final Predicate<Thread> IS_EVENT_LOOP =
            thread -> thread == Thread.currentThread() && Context.isOnEventLoopThread();

    static {
        Schedulers.registerNonBlockingThreadPredicate(WeakPredicate.of(IS_EVENT_LOOP));
    }

    private NonBlockingEventLoops() {}

    /** Registers when the class is initialised. */
    static void register() {}
}
