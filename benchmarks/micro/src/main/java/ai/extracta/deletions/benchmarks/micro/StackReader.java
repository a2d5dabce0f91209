package ai.extracta.deletions.benchmarks.micro;

import java.util.List;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import org.jspecify.annotations.Nullable;

/**
 * Says which part a stack trace belongs to: that of the topmost frame of the SDK or of an HTTP library, since the JDK, Reactor and
 * Jackson work for whoever called them. Reactor's operators for deadlines and retries are the exception, as the SDK has no
 * code of its own for that.
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
                : partOf(trace.getFrames().stream().map(StackReader::frame).toList());
    }

    static Part partOf(List<Frame> fromTheTop) {
        boolean inOperator = false;
        for (Frame frame : fromTheTop) {
            String name = frame.className();
            if (name.startsWith(OWN)) {
                return Part.OTHER;
            }
            if (name.startsWith(Part.SDK)) {
                return inOperator ? Part.OPERATORS : partOf(frame);
            }
            if (LIBRARIES.stream().anyMatch(name::startsWith)) {
                return Part.LIBRARY;
            }
            if (isDeadline(name)) {
                return Part.DEADLINE;
            }
            if (isRetry(name)) {
                return Part.RETRY;
            }
            inOperator |= name.startsWith("reactor.core.publisher.");
        }
        return Part.OTHER;
    }

    private static Part partOf(Frame frame) {
        return Part.of(frame.className(), frame.method())
                .orElseThrow(() -> new IllegalStateException(frame.className() + " is in no part; name it in Part"));
    }

    private static boolean isDeadline(String name) {
        return name.startsWith("reactor.core.publisher.FluxTimeout")
                || name.startsWith("reactor.core.publisher.MonoTimeout")
                || name.startsWith("reactor.core.publisher.MonoDelay")
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
