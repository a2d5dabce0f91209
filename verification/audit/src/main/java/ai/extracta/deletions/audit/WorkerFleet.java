package ai.extracta.deletions.audit;

import ai.extracta.deletions.testkit.ExtractaSimulator;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A constant number of workers; one that is killed or stopped is replaced by another one. */
final class WorkerFleet implements Closeable {

    private final String broker;
    private final List<String> transports;
    private final ExtractaSimulator simulator;
    private final String ledger;
    private final Path folder;
    private final List<WorkerProcess> running = new ArrayList<>();
    private final List<WorkerProcess> stopping = new ArrayList<>();
    private final List<WorkerProcess> all = new ArrayList<>();

    /** Workers use the transports in turn. */
    WorkerFleet(String broker, List<String> transports, ExtractaSimulator simulator, String ledger, Path folder) {
        this.broker = broker;
        this.transports = transports;
        this.simulator = simulator;
        this.ledger = ledger;
        this.folder = folder;
    }

    void start(int workers) throws IOException {
        while (running.size() < workers) {
            running.add(startOne());
        }
    }

    private WorkerProcess startOne() throws IOException {
        int number = all.size() + 1;
        String transport = transports.get(number % transports.size());
        WorkerProcess worker = WorkerProcess.start("worker-" + number, broker, transport, simulator, ledger, folder);
        all.add(worker);
        return worker;
    }

    /** Returns the name of the worker that was killed. */
    String kill(int worker) throws IOException {
        WorkerProcess killed = running.get(worker);
        killed.kill();
        running.set(worker, startOne());
        return killed.name();
    }

    /** Returns the name of the worker that was told to stop. */
    String replace(int worker) throws IOException {
        WorkerProcess stopped = running.get(worker);
        stopped.requestStop();
        stopping.add(stopped);
        running.set(worker, startOne());
        return stopped.name();
    }

    /** Every worker so far. */
    List<WorkerProcess> all() {
        return List.copyOf(all);
    }

    /** Workers that should run and do not. */
    List<String> endedEarly() {
        return running.stream()
                .filter(worker -> !worker.isAlive())
                .map(WorkerProcess::name)
                .toList();
    }

    /** Stops all workers; returns the names of those that did not end as they should. */
    List<String> stop() throws IOException, InterruptedException {
        for (WorkerProcess worker : running) {
            worker.requestStop();
        }
        stopping.addAll(running);
        running.clear();
        List<String> failed = new ArrayList<>();
        for (WorkerProcess worker : stopping) {
            if (!worker.stopsInTime()) {
                failed.add(worker.name());
            }
        }
        return failed;
    }

    @Override
    public void close() throws IOException {
        for (WorkerProcess worker : all) {
            worker.kill();
            worker.journal().close();
        }
    }
}
