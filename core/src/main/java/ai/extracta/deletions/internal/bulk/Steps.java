package ai.extracta.deletions.internal.bulk;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/** What a run waits for. Each end is dealt with as a task of the run. */
final class Steps {

    private final Context context;
    private final Consumer<Runnable> run;
    private final Set<Step<?>> taken = ConcurrentHashMap.newKeySet();

    /** With the context that is passed on, and with what runs a task. */
    Steps(Context context, Consumer<Runnable> run) {
        this.context = context;
        this.run = run;
    }

    /** Subscribes, and hands over the value, if there is one, or the failure. */
    <T> void take(Mono<T> mono, BiConsumer<@Nullable T, @Nullable Throwable> end) {
        Step<T> step = new Step<>(end);
        taken.add(step);
        mono.subscribe(step);
    }

    /** Nothing is handed over any more. */
    void cancel() {
        taken.forEach(BaseSubscriber::cancel);
        taken.clear();
    }

    private final class Step<T> extends BaseSubscriber<T> {

        private final BiConsumer<@Nullable T, @Nullable Throwable> end;
        private @Nullable T value;

        Step(BiConsumer<@Nullable T, @Nullable Throwable> end) {
            this.end = end;
        }

        @Override
        public Context currentContext() {
            return context;
        }

        @Override
        protected void hookOnNext(T emitted) {
            value = emitted;
        }

        @Override
        protected void hookOnComplete() {
            taken.remove(this);
            run.accept(() -> end.accept(value, null));
        }

        @Override
        protected void hookOnError(Throwable failure) {
            taken.remove(this);
            run.accept(() -> end.accept(null, failure));
        }
    }
}
