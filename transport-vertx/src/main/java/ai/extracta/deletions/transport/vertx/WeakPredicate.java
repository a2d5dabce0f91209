package ai.extracta.deletions.transport.vertx;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.lang.ref.WeakReference;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * A predicate that holds another one weakly and consists of the JDK's classes only, so that whoever keeps it keeps no
 * class loader. A lambda expression would not do: its class belongs to the class that contains it.
 */
final class WeakPredicate {

    private static final Lookup JDK = MethodHandles.publicLookup();

    private WeakPredicate() {}

    /** Matches nothing once {@code predicate} has been collected. */
    static <T> Predicate<T> of(Predicate<T> predicate) {
        try {
            MethodHandle test =
                    JDK.findVirtual(Predicate.class, "test", MethodType.methodType(boolean.class, Object.class));
            return proxy(MethodHandles.foldArguments(test, referentOrNever(predicate)));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("missing in this JDK", e);
        }
    }

    private static MethodHandle referentOrNever(Predicate<?> predicate) throws ReflectiveOperationException {
        Predicate<Object> never = Predicate.isEqual(new Object());
        MethodHandle referent = JDK.bind(new WeakReference<>(predicate), "get", MethodType.methodType(Object.class));
        MethodHandle orElse = JDK.findStatic(
                Objects.class, "requireNonNullElse", MethodType.methodType(Object.class, Object.class, Object.class));
        return MethodHandles.filterReturnValue(referent, MethodHandles.insertArguments(orElse, 1, never))
                .asType(MethodType.methodType(Predicate.class));
    }

    /** Until Java 22, the class of the proxy belongs to the context class loader. */
    @SuppressWarnings("unchecked")
    private static <T> Predicate<T> proxy(MethodHandle test) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
        try {
            return MethodHandleProxies.asInterfaceInstance(Predicate.class, test);
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
