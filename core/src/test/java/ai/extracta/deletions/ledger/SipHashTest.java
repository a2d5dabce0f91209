package ai.extracta.deletions.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SipHashTest {

    /** As of {@code openssl mac -macopt hexkey:000102..0f -macopt size:16 SIPHASH} for the bytes 0, 1, 2 .. */
    @ParameterizedTest
    @CsvSource({
        "0, A3817F04BA25A8E66DF67214C7550293",
        "8, 3B62A9BA6258F5610F83E264F31497B4",
        "16, 6EE2A4CA67B054BBFD3315BF85230577",
        "24, 2DB479AE78BD50D8882A8A178A6132AD",
        "64, 1EAF077DC0D4CD3F8CAD4D383658A74B"
    })
    void itIsTheOneThatOthersCompute(int length, String expected) {
        SipHash hash = new SipHash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);

        for (int word = 0; word < length / Long.BYTES; word++) {
            hash.add(0x0706050403020100L + word * 0x0808080808080808L);
        }

        ByteBuffer bytes = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(hash.first()).putLong(hash.second());
        assertThat(bytes.array()).isEqualTo(HexFormat.of().parseHex(expected));
    }
}
