package ai.extracta.deletions.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineTestKit;

/** The tests over HTTP/2 detect each defect. */
class BrokenHttp2TransportTest {

    @Test
    void detectsThatGoAwayIsTreatedAsUnknown() {
        assertThat(failed(BrokenHttp2Transport.TREATS_GOAWAY_AS_UNKNOWN, Http2GoAwayTest.class))
                .contains(
                        "isNotProcessedAboveTheLastStreamAndGoesOnUpToIt",
                        "isNotProcessedIfTheServerLowersTheLastStream")
                .doesNotContain("sendsWhatIsQueuedOnAnotherConnection");
    }

    @Test
    void detectsThatAResetIsTreatedAsNotSent() {
        assertThat(failed(BrokenHttp2Transport.TREATS_A_RESET_AS_NOT_SENT, Http2ResetTest.class))
                .contains("isUnknown", "leavesTheNeighbourAlone")
                .doesNotContain("isNotProcessedIfItIsRefused", "skipsAnInterimResponse");
    }

    @Test
    void detectsThatACancelClosesTheConnection() {
        assertThat(failed(BrokenHttp2Transport.CLOSES_THE_CONNECTION_ON_CANCEL, Http2CancellationTest.class))
                .contains(
                        "resetsTheStreamOfACancelledCallAndNoOther",
                        "resetsTheStreamOfACallThatIsCancelledAfterTheHeadOfItsResponse",
                        "leavesTheOtherCallsOfAConnectionAlone");
    }

    private static List<String> failed(BrokenHttp2Transport broken, Class<?> tests) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(tests))
                .configurationParameter(BrokenHttp2Transport.PARAMETER, broken.name())
                .execute()
                .testEvents()
                .failed()
                .stream()
                .map(event -> event.getTestDescriptor().getUniqueId().toString())
                .map(id -> id.replaceAll(".*(?:method|test-template):([a-zA-Z0-9]+).*", "$1"))
                .distinct()
                .toList();
    }
}
