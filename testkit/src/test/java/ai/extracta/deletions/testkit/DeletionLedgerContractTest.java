package ai.extracta.deletions.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import ai.extracta.deletions.bulk.DeletionLedger;
import ai.extracta.deletions.bulk.DeletionLedger.State;
import ai.extracta.deletions.testkit.ModelLedger.Defect;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** The contract passes a ledger without a defect, and finds each defect. */
class DeletionLedgerContractTest {

    private static final String PARAMETER = "defect";

    @ParameterizedTest
    @EnumSource(Defect.class)
    void everyDefectIsFound(Defect defect) {
        Events events = EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(ModelLedgerContract.class))
                .configurationParameter(PARAMETER, defect.name())
                .execute()
                .testEvents();

        List<String> failed = events.failed().stream()
                .map(event -> event.getTestDescriptor().getDisplayName().replace("()", ""))
                .toList();
        assertThat(events.succeeded().count() + events.failed().count()).isGreaterThan(20);
        assertThat(failed).containsAll(defect.findings());
        assertThat(failed.isEmpty()).isEqualTo(defect == Defect.NONE);
    }

    /** Not found by name, but selected above. */
    static final class ModelLedgerContract extends DeletionLedgerContract {

        private final Map<Object, State> disk = ModelLedger.newDisk();
        private Defect defect = Defect.NONE;

        @RegisterExtension
        final BeforeEachCallback choice = context -> defect =
                Defect.valueOf(context.getConfigurationParameter(PARAMETER).orElseThrow());

        @Override
        protected DeletionLedger open() {
            return ModelLedger.open(disk, defect);
        }
    }
}
