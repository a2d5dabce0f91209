package ai.extracta.deletions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class ApiKeyTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    @Test
    void anyVisibleAsciiIsAKey() {
        String all =
                IntStream.rangeClosed('!', '~').mapToObj(Character::toString).collect(Collectors.joining());

        StepVerifier.create(sent(ApiKey.of(all)))
                .expectNext(all)
                .expectComplete()
                .verify(LIMIT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${EXTRACTA_API_KEY}",
                "${EXTRACTA_API_KEY:}",
                "#{environment.key}",
                "{{apiKey}}",
                "Bearer-${KEY}",
                "<apiKey>",
                "[apiKey]",
                "%EXTRACTA_API_KEY%",
                "@extracta.api.key@"
            })
    void aPlaceholderThatNothingHasReplacedIsRefusedAndNotRepeated(String placeholder) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ApiKey.of(placeholder))
                .withMessage("the API key is a placeholder that nothing has replaced, such as ${NAME} or <apiKey>; set"
                        + " what it stands for");
        StepVerifier.create(sent(ApiKey.supplier(() -> placeholder)))
                .expectErrorSatisfies(failure -> assertThat(failure).hasMessageContaining("is a placeholder"))
                .verify(LIMIT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"k3y-0123456789\"", "'k3y-0123456789'", "`k3y-0123456789`", "\"k3y-0123456789"})
    void aKeyInQuotesIsRefusedAndNotRepeated(String quoted) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ApiKey.of(quoted))
                .withMessage("the API key is enclosed in quotes; remove them");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\r",
                "\n",
                "\r\n",
                " ",
                "\t",
                "\u0000",
                "\u001f",
                "\u007f",
                "\u0080",
                "\u00a0",
                "\u00e9",
                "\u560a",
                "\ud83d\ude00"
            })
    void anyOtherCharacterIsRefusedByItsIndexAndTheKeyIsNotRepeated(String character) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ApiKey.of("secret" + character + "rest"))
                .withMessage(
                        "the API key has a character at index 6 that is not visible ASCII, such as a space or a line"
                                + " break; remove it");
        assertThatIllegalArgumentException().isThrownBy(() -> ApiKey.of("secret" + character));
        assertThatIllegalArgumentException().isThrownBy(() -> ApiKey.of(character + "secret"));
    }

    @Test
    void anEmptyOrMissingKeyIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> ApiKey.of("")).withMessage("the API key is empty");
        assertThatNullPointerException().isThrownBy(() -> ApiKey.of(null)).withMessage("the API key is null");
    }

    @Test
    void textNeverShowsAKey() {
        assertThat(ApiKey.of("secret")).hasToString("ApiKey[redacted]");
        assertThat(ApiKey.supplier(() -> "secret")).hasToString("ApiKey[redacted]");
        assertThat(ApiKey.supplier(Mono.just("secret"))).hasToString("ApiKey[redacted]");
    }

    @Test
    void theEnvironmentHasTheKey() {
        StepVerifier.create(sent(ApiKey.fromEnvironment(Map.of("EXTRACTA_API_KEY", "secret"))))
                .expectNext("secret")
                .expectComplete()
                .verify(LIMIT);
    }

    @Test
    void theEnvironmentThatIsReadIsThatOfThisProcess() {
        if (System.getenv("EXTRACTA_API_KEY") == null) {
            assertThatIllegalStateException().isThrownBy(ApiKey::fromEnvironment);
        } else {
            assertThat(sent(ApiKey.fromEnvironment()).block(LIMIT)).isEqualTo(System.getenv("EXTRACTA_API_KEY"));
        }
    }

    @Test
    void anEnvironmentWithoutTheKeyNamesTheVariableToSet() {
        assertThatIllegalStateException()
                .isThrownBy(() -> ApiKey.fromEnvironment(Map.of("extracta_api_key", "secret")))
                .withMessage("the environment variable EXTRACTA_API_KEY is not set; set it, or use ApiKey.of(..)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "secret\n", " secret", "\"secret \""})
    void anEnvironmentWhoseKeyCannotBeUsedNamesTheVariableAndNotTheKey(String value) {
        assertThatIllegalStateException()
                .isThrownBy(() -> ApiKey.fromEnvironment(Map.of("EXTRACTA_API_KEY", value)))
                .withMessageStartingWith("the environment variable EXTRACTA_API_KEY: the API key ")
                .satisfies(e -> assertThat(e.toString() + e.getCause()).doesNotContain("secret"));
    }

    @Test
    void aSupplierIsCalledOnEachSubscriptionAndNotBefore() {
        Iterator<String> keys = List.of("key-1", "key-2").iterator();
        ApiKey key = ApiKey.supplier(keys::next);

        StepVerifier.create(sent(key)).expectNext("key-1").expectComplete().verify(LIMIT);
        StepVerifier.create(sent(key)).expectNext("key-2").expectComplete().verify(LIMIT);
    }

    @Test
    void aMonoIsSubscribedToAgainEachTimeAndNotBefore() {
        Iterator<String> keys = List.of("key-1", "key-2").iterator();
        ApiKey key = ApiKey.supplier(Mono.defer(() -> Mono.just(keys.next())));

        StepVerifier.create(sent(key)).expectNext("key-1").expectComplete().verify(LIMIT);
        StepVerifier.create(sent(key)).expectNext("key-2").expectComplete().verify(LIMIT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "secret\r\n", "secret key", "secr\u00e9t"})
    void whatASupplierReturnsIsCheckedAndNotRepeated(String value) {
        for (ApiKey key : List.of(ApiKey.supplier(() -> value), ApiKey.supplier(Mono.just(value)))) {
            StepVerifier.create(sent(key))
                    .expectErrorSatisfies(e -> assertThat(e)
                            .isInstanceOf(IllegalArgumentException.class)
                            .hasMessageStartingWith("the supplied API key ")
                            .hasMessageNotContaining("secr"))
                    .verify(LIMIT);
        }
    }

    @Test
    void anEmptySupplierFailsWithItsReason() {
        for (ApiKey key : List.of(ApiKey.supplier(() -> null), ApiKey.supplier(Mono.empty()))) {
            StepVerifier.create(sent(key))
                    .expectErrorSatisfies(e -> assertThat(e)
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessage("the API key supplier is empty"))
                    .verify(LIMIT);
        }
    }

    @Test
    void theFailureOfASupplierIsPassedOn() {
        IllegalStateException failure = new IllegalStateException("the vault is sealed");
        ApiKey throwing = ApiKey.supplier(() -> {
            throw failure;
        });

        for (ApiKey key : Arrays.asList(throwing, ApiKey.supplier(Mono.error(failure)))) {
            StepVerifier.create(sent(key))
                    .expectErrorSatisfies(e -> assertThat(e).isSameAs(failure))
                    .verify(LIMIT);
        }
    }

    @Test
    void aMissingSupplierIsRefusedImmediately() {
        assertThatNullPointerException()
                .isThrownBy(() -> ApiKey.supplier((Supplier<String>) null))
                .withMessage("source");
        assertThatNullPointerException()
                .isThrownBy(() -> ApiKey.supplier((Mono<String>) null))
                .withMessage("source");
    }

    private static Mono<String> sent(ApiKey key) {
        return key.tokens()
                .token()
                .map(token -> token.headers().first("authorization").orElseThrow())
                .map(authorization -> authorization.substring("Bearer ".length()));
    }
}
