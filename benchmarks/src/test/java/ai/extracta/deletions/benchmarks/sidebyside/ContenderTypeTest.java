package ai.extracta.deletions.benchmarks.sidebyside;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ContenderTypeTest {

    @ParameterizedTest
    @EnumSource
    void isFoundByItsName(ContenderType contender) {
        assertThat(ContenderType.named(contender.label(), List.of(ContenderType.values())))
                .isEqualTo(contender);
    }

    @ParameterizedTest
    @CsvSource({
        "raw-netty, raw-netty",
        "ours-netty-bare, raw-netty",
        "webclient, raw-netty",
        "aws-netty, raw-netty",
        "azure-netty, raw-netty",
        "raw-vertx, raw-vertx",
        "ours-vertx, raw-vertx",
        "ours-vertx-two, raw-vertx",
        "azure-vertx, raw-vertx"
    })
    void isComparedWithTheBareClientOfItsLibrary(String label, String raw) {
        assertThat(ContenderType.named(label, List.of(ContenderType.values()))
                        .baseline()
                        .label())
                .isEqualTo(raw);
    }

    @Test
    void isComparedWithTheSameTransportOfTheBaseRevision() {
        assertThat(ContenderType.OURS_NETTY.baseRevision()).contains(ContenderType.BASE_NETTY);
        assertThat(ContenderType.OURS_VERTX.baseRevision()).contains(ContenderType.BASE_VERTX);
        assertThat(ContenderType.BASE_VERTX.baseRevision()).contains(ContenderType.BASE_VERTX);
        assertThat(ContenderType.WEBCLIENT.baseRevision()).isEmpty();
    }

    @Test
    void passesItsArguments() {
        assertThat(ContenderType.OURS_VERTX_BARE.arguments()).containsExactly("vertx", "none");
        assertThat(ContenderType.RAW_VERTX.arguments()).isEmpty();
    }
}
