package ai.extracta.deletions.kafkabroker;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Formats the storage if it is new, runs the broker, and ends with the process that started it. */
final class BrokerMain {

    private BrokerMain() {}

    public static void main(String[] arguments) {
        String properties = arguments[0];
        Thread parent = new Thread(BrokerMain::haltWithParent, "parent");
        parent.setDaemon(true);
        parent.start();
        String[] format = {"format", "--ignore-formatted", "-t", arguments[1], "-c", properties};
        int status = kafka.tools.StorageTool.execute(format, System.out);
        if (status != 0) {
            throw new IllegalStateException("the storage was not formatted: " + status);
        }
        kafka.Kafka.main(new String[] {properties});
    }

    /** The parent holds the other end of standard input open as long as it lives. */
    private static void haltWithParent() {
        try {
            while (System.in.read() >= 0) {}
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            Runtime.getRuntime().halt(0);
        }
    }
}
