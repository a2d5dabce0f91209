package ai.extracta.deletions.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HeadersTest {

    private static final Headers HEADERS =
            Headers.of("Set-Cookie", "a=1", "X-Request-Id", "r-1", "set-cookie", "b=2", "SET-COOKIE", "a=1");

    @Test
    void theFirstValueOrADefault() {
        assertThat(HEADERS.firstOrDefault("SET-cookie", "none")).isEqualTo("a=1");
        assertThat(HEADERS.firstOrDefault("retry-after", "none")).isEqualTo("none");
    }

    @Test
    void aNameIsFoundInAnyCase() {
        assertThat(HEADERS.first("x-request-id")).contains("r-1");
        assertThat(HEADERS.first("X-REQUEST-ID")).contains("r-1");
        assertThat(HEADERS.all("X-Request-id")).containsExactly("r-1");
    }

    @Test
    void theFirstOfSeveralValuesIsFirst() {
        assertThat(HEADERS.first("set-cookie")).contains("a=1");
    }

    @Test
    void allValuesOfANameKeepTheirOrderAndRepetitions() {
        assertThat(HEADERS.all("set-cookie")).containsExactly("a=1", "b=2", "a=1");
    }

    @Test
    void aNameThatIsNotThereHasNoValue() {
        assertThat(HEADERS.first("retry-after")).isEmpty();
        assertThat(HEADERS.all("retry-after")).isEmpty();
    }

    @Test
    void aValueIsNotAName() {
        assertThat(HEADERS.first("r-1")).isEmpty();
        assertThat(HEADERS.all("a=1")).isEmpty();
    }

    @Test
    void namesAreGivenOnceAsFirstWrittenInOrder() {
        assertThat(HEADERS.names()).containsExactly("Set-Cookie", "X-Request-Id");
    }

    @Test
    void everyFieldIsVisitedInOrder() {
        List<String> seen = new ArrayList<>();

        HEADERS.forEach((name, value) -> seen.add(name + ": " + value));

        assertThat(seen).containsExactly("Set-Cookie: a=1", "X-Request-Id: r-1", "set-cookie: b=2", "SET-COOKIE: a=1");
    }

    @Test
    void theSameFieldsInTheSameOrderAreEqualWhateverTheCaseOfTheirNames() {
        assertThat(Headers.of("A", "1", "b", "2"))
                .isEqualTo(Headers.of("a", "1", "B", "2"))
                .hasSameHashCodeAs(Headers.of("a", "1", "B", "2"));
    }

    @Test
    void valuesOrderAndNumberMakeADifference() {
        Headers headers = Headers.of("a", "x", "b", "y");

        assertThat(headers)
                .isNotEqualTo(Headers.of("a", "X", "b", "y"))
                .isNotEqualTo(Headers.of("b", "y", "a", "x"))
                .isNotEqualTo(Headers.of("a", "x"))
                .isNotEqualTo("Headers[a, b]");
    }

    @Test
    void textShowsNamesAndNeverValues() {
        assertThat(Headers.of("authorization", "Bearer secret", "accept", "application/json"))
                .hasToString("Headers[authorization, accept]");
    }

    @Test
    void anEmptyValueIsAValue() {
        assertThat(Headers.of("a", "").first("a")).contains("");
    }

    @Test
    void aNameWithoutAValueIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Headers.of("a", "1", "b"))
                .withMessageContaining("the last name has no value");
    }

    @Test
    void aMissingNameOrValueIsRefused() {
        assertThatNullPointerException().isThrownBy(() -> Headers.of("a", null));
        assertThatNullPointerException().isThrownBy(() -> Headers.of(null, "1"));
    }

    @Test
    void noFieldsAreHeadersToo() {
        assertThat(Headers.of().names()).isEmpty();
        assertThat(Headers.of()).isEqualTo(Headers.copyOf(List.of())).hasToString("Headers[]");
    }

    @Test
    void entriesAreCopiedInOrder() {
        assertThat(Headers.copyOf(List.of(Map.entry("a", "1"), Map.entry("A", "2"))))
                .isEqualTo(Headers.of("a", "1", "a", "2"));
    }

    @Test
    void changingTheGivenArrayLaterChangesNothing() {
        String[] fields = {"a", "1"};
        Headers headers = Headers.of(fields);

        fields[1] = "2";

        assertThat(headers.first("a")).contains("1");
    }

    @Test
    void valuesCannotBeChangedThroughTheHeaders() {
        List<String> values = HEADERS.all("set-cookie");
        HEADERS.names().clear();

        assertThatThrownBy(() -> values.add("c=3")).isInstanceOf(UnsupportedOperationException.class);
        assertThat(HEADERS.names()).hasSize(2);
    }
}
