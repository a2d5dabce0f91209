package ai.extracta.deletions.benchmarks.sidebyside;

import ai.extracta.deletions.benchmarks.driver.ClientMain;
import ai.extracta.deletions.benchmarks.driver.Completion;
import ai.extracta.deletions.benchmarks.driver.Contender;

/** Two clients of the SDK, each with half of the callers. */
final class TwoClients implements Contender {

    private final Contender even;
    private final Contender odd;

    TwoClients(Contender even, Contender odd) {
        this.even = even;
        this.odd = odd;
    }

    /** Arguments: as for {@link SdkContender}. */
    public static void main(String[] arguments) {
        ClientMain.run(
                arguments,
                target -> new TwoClients(SdkContender.of(target, arguments), SdkContender.of(target, arguments)));
    }

    @Override
    public Contender ofCaller(int caller) {
        return caller % 2 == 0 ? even : odd;
    }

    @Override
    public void send(Completion completion) {
        even.send(completion);
    }

    @Override
    public void sendAndWait() throws Exception {
        even.sendAndWait();
    }

    @Override
    public void close() {
        even.close();
        odd.close();
    }
}
