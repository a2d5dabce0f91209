package ai.extracta.deletions.testsupport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledForJreRange;
import org.junit.jupiter.api.io.TempDir;

/** What a transport leaves behind, and what it says about libraries that do not fit. */
public abstract class DeploymentContract {

    private static final int DEPLOYMENTS = 3;
    private static final int MAX_COLLECTIONS = 50;
    private static final int FAILED_BUILDS = 6;
    private static final Duration THREADS_TIMEOUT = Duration.ofSeconds(10);

    private final TransportType transport;
    private final String library;
    private final String libraryClass;
    private final List<String> classesLinkedWhenCreated;
    private final String classLinkedWhenCalled;

    /**
     * Creates the contract.
     *
     * @param library the name of the library that the transport uses
     * @param libraryClass a class that is looked at before any other
     * @param classesLinkedWhenCreated classes that are needed first when event loops exist already
     * @param classLinkedWhenCalled a class that is needed first by a call
     */
    protected DeploymentContract(
            TransportType transport,
            String library,
            String libraryClass,
            List<String> classesLinkedWhenCreated,
            String classLinkedWhenCalled) {
        this.transport = transport;
        this.library = library;
        this.libraryClass = libraryClass;
        this.classesLinkedWhenCreated = List.copyOf(classesLinkedWhenCreated);
        this.classLinkedWhenCalled = classLinkedWhenCalled;
    }

    @Test
    void classLoadersAreCollectedAfterClosing() throws Exception {
        assertThat(deployments(OneCall.class, ClassLoader.getPlatformClassLoader())
                        .remaining())
                .isZero();
    }

    @Test
    void classLoadersAreCollectedAlthoughReactorIsShared() throws Exception {
        try (IsolatedClassLoader shared = IsolatedClassLoader.ofJars("reactor-core", "reactive-streams")) {
            assertThat(deployments(OneCall.class, shared).remaining()).isZero();
        }
    }

    /**
     * Whenever a record class is compared for the first time, the JDK puts it into the {@code asTypeCache} of a static
     * method handle, {@code ObjectMethods.OBJECT_EQ}, which holds the latest. A stream compares its requests, so their
     * class loader stays, whichever the transport, until another record class is compared for the first time.
     */
    @Test
    @DisabledForJreRange(
            minVersion = 18,
            disabledReason = "The JDK keeps it softly there (JDK-8078641), that is until memory runs out")
    void classLoadersAreCollectedAfterAStreamAndTheNextComparisonOfRecords() throws Exception {
        Deployments deployments = deployments(OneStream.class, ClassLoader.getPlatformClassLoader());

        record NeverCompared(String text) {}
        assertThat(new NeverCompared("a")).isEqualTo(new NeverCompared("a")).hasSameHashCodeAs(new NeverCompared("a"));

        assertThat(deployments.remaining()).isZero();
    }

    /** The class loaders of programs that have run. */
    private static final class Deployments {

        private final ReferenceQueue<ClassLoader> collected = new ReferenceQueue<>();
        private final Set<Reference<? extends ClassLoader>> loaders = new HashSet<>();

        void add(ClassLoader loader) {
            loaders.add(new WeakReference<>(loader, collected));
        }

        /** How many are left after some time. */
        int remaining() throws InterruptedException {
            for (int i = 0; i < MAX_COLLECTIONS && !loaders.isEmpty(); i++) {
                System.gc();
                Reference<? extends ClassLoader> next = collected.remove(100);
                while (next != null) {
                    loaders.remove(next);
                    next = collected.poll();
                }
            }
            return loaders.size();
        }
    }

    private Deployments deployments(Class<? extends ClientProgram> program, ClassLoader parent) throws Exception {
        Deployments deployments = new Deployments();
        try (SocketServer server = SocketServer.start(DeploymentContract::respond)) {
            for (int i = 0; i < DEPLOYMENTS; i++) {
                deployAndUndeploy(deployments, program, "http://127.0.0.1:" + server.port(), parent);
            }
        }
        return deployments;
    }

    /** On a thread of its own, which leaves no thread locals. */
    private void deployAndUndeploy(
            Deployments deployments, Class<? extends ClientProgram> program, String baseUri, ClassLoader parent)
            throws Exception {
        FutureTask<Void> deployment = new FutureTask<>(() -> {
            try (IsolatedClassLoader loader = IsolatedClassLoader.create(parent)) {
                loader.run(program, transport.toString(), baseUri);
                deployments.add(loader);
                return null;
            }
        });
        Thread thread = new Thread(deployment, "deployment");
        thread.start();
        deployment.get();
        thread.join();
    }

    private static void respond(Socket connection) throws IOException {
        SocketServer.read(connection.getInputStream());
        SocketServer.write(connection, RawResponses.WHOLE_SUCCESS);
    }

    @Test
    void anOldLibraryIsNamedWithItsVersionAndFile(@TempDir Path directory) throws IOException {
        try (IsolatedClassLoader loader = IsolatedClassLoader.withOld(libraryClass, "0.9", directory)) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> loader.run(OneCall.class, transport.toString(), "http://127.0.0.1:1"))
                    .withMessageStartingWith(library + " does not fit: found 0.9 in file:")
                    .withMessageContaining("old-0.9.jar; needed is ");
        }
    }

    @Test
    void aLibraryOfWhichAPartIsMissingIsNamed() throws IOException {
        isNamedWithout(libraryClass.substring(0, libraryClass.lastIndexOf('.')));
    }

    @Test
    void aMissingLibraryIsNamed() throws IOException {
        isNamedWithout(libraryClass.substring(0, libraryClass.indexOf('.', libraryClass.indexOf('.') + 1)));
    }

    private void isNamedWithout(String packages) throws IOException {
        try (IsolatedClassLoader loader = IsolatedClassLoader.without(packages + ".")) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> loader.run(OneCall.class, transport.toString(), "http://127.0.0.1:1"))
                    .withMessageStartingWith(library + " does not fit: found none; needed is ");
        }
    }

    @Test
    void nothingThatWasCreatedSurvivesAFailedBuild() throws Exception {
        for (String missing : classesLinkedWhenCreated) {
            nothingThatWasCreatedSurvivesWithout(missing);
        }
    }

    private void nothingThatWasCreatedSurvivesWithout(String missing) throws Exception {
        Set<Thread> threads = Thread.getAllStackTraces().keySet();
        try (IsolatedClassLoader loader = IsolatedClassLoader.without(missing)) {
            failToBuild(loader); // opens the JAR files and starts what all clients share
            assertThat(remainingBesides(threads)).isEmpty();
            long files = openFiles();

            for (int i = 0; i < FAILED_BUILDS; i++) {
                failToBuild(loader);
            }
            assertThat(remainingBesides(threads)).isEmpty();
            assertThat(openFiles() - files).isLessThan(FAILED_BUILDS); // the JVM opens one of its own now and then
        }
    }

    private void failToBuild(IsolatedClassLoader loader) {
        assertThatIllegalStateException()
                .isThrownBy(() -> loader.run(OneCall.class, transport.toString(), "http://127.0.0.1:1"))
                .withMessageStartingWith(library + " does not fit: found ")
                .withRootCauseInstanceOf(ClassNotFoundException.class);
    }

    /** Threads that still run after some time, but those of the JDK's cleaners, which end when they are collected. */
    private static List<Thread> remainingBesides(Set<Thread> known) throws InterruptedException {
        long end = System.nanoTime() + THREADS_TIMEOUT.toNanos();
        List<Thread> remaining = newThreads(known);
        while (!remaining.isEmpty() && System.nanoTime() < end) {
            remaining.get(0).join(100); // closing may start another one meanwhile
            remaining = newThreads(known);
        }
        return remaining;
    }

    private static List<Thread> newThreads(Set<Thread> known) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !known.contains(thread) && !thread.getName().startsWith("Cleaner-"))
                .toList();
    }

    private static long openFiles() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? system.getOpenFileDescriptorCount()
                : 0;
    }

    @Test
    void aClassThatIsMissingDuringACallIsNoFailureOfTheNetwork() throws IOException {
        try (IsolatedClassLoader loader = IsolatedClassLoader.without(classLinkedWhenCalled)) {
            assertThatThrownBy(() -> loader.run(OneCall.class, transport.toString(), "http://127.0.0.1:1"))
                    .hasMessageStartingWith("not deleted (NOT_SENT): a library has an incompatible version: ")
                    .hasRootCauseInstanceOf(ClassNotFoundException.class);
        }
    }
}
