package ai.extracta.deletions.benchmarks.micro;

import java.util.List;
import java.util.Optional;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import org.jspecify.annotations.Nullable;

/**
 * Says which part a stack trace belongs to: that of the topmost frame of the SDK or of an HTTP library, since the JDK and Jackson
 * work for whoever called them. Reactor's operators above a frame of the SDK are parts of their own, as which method subscribed
 * says little; those above a frame of a library are that library's.
 */
final class StackReader {

    private static final List<String> LIBRARIES = List.of("io.netty.", "reactor.netty.", "io.vertx.");
    private static final String OWN = StackReader.class.getPackageName() + ".";

    private StackReader() {}

    /** What one frame is, by the names of its class and method. */
    record Frame(String className, String method) {}

    static Part partOf(@Nullable RecordedStackTrace trace) {
        return trace == null
                ? Part.OTHER
                : partOf(
                        () -> trace.getFrames().stream().map(StackReader::frame).iterator());
    }

    static Part partOf(Iterable<Frame> fromTheTop) {
        Optional<Part> operator = Optional.empty();
        for (Frame frame : fromTheTop) {
            String name = frame.className();
            if (name.startsWith(OWN)) {
                return Part.OTHER;
            }
            if (name.startsWith(Part.SDK)) {
                Part part = partOf(frame);
                return part == Part.TRANSPORT ? part : operator.orElse(part);
            }
            if (LIBRARIES.stream().anyMatch(name::startsWith)) {
                return Part.LIBRARY;
            }
            operator = operator.or(() -> operatorOf(name));
        }
        return operator.filter(part -> part == Part.DEADLINE).orElse(Part.OTHER);
    }

    private static Part partOf(Frame frame) {
        return Part.of(frame.className(), frame.method())
                .orElseThrow(() -> new IllegalStateException(frame.className() + " is in no part; name it in Part"));
    }

    private static Optional<Part> operatorOf(String name) {
        if (isDeadline(name)) {
            return Optional.of(Part.DEADLINE);
        }
        if (isRetry(name)) {
            return Optional.of(Part.RETRY);
        }
        return name.startsWith("reactor.core.publisher.") ? Optional.of(Part.OPERATORS) : Optional.empty();
    }

    private static boolean isDeadline(String name) {
        return name.startsWith("reactor.core.publisher.FluxTimeout")
                || name.startsWith("reactor.core.publisher.MonoTimeout")
                || name.startsWith("reactor.core.publisher.MonoDelay")
                || name.startsWith("reactor.core.publisher.SerializedSubscriber")
                || name.startsWith("reactor.core.scheduler.")
                || name.startsWith("java.util.concurrent.ScheduledThreadPoolExecutor");
    }

    private static boolean isRetry(String name) {
        return name.startsWith("reactor.core.publisher.FluxOnErrorResume")
                || name.startsWith("reactor.core.publisher.MonoOnErrorResume")
                || name.startsWith("reactor.core.publisher.FluxRetryWhen")
                || name.startsWith("reactor.core.publisher.MonoRetryWhen");
    }

    private static Frame frame(RecordedFrame frame) {
        return new Frame(
                frame.getMethod().getType().getName(), frame.getMethod().getName());
    }
}
