package ai.extracta.deletions;

import static ai.extracta.deletions.FakeTransport.fails;
import static ai.extracta.deletions.FakeTransport.refuses;
import static ai.extracta.deletions.FakeTransport.succeeds;
import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.internal.call.Lease;
import ai.extracta.deletions.transport.TransportException.Kind;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

class LoggingTest {

    private final Logger logger = (Logger) LoggerFactory.getLogger("ai.extracta.deletions");
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Fixture fixture =
            new Fixture().policy(RetryPolicy.includingUnknown().withBackoff(Duration.ZERO, Duration.ZERO));

    @BeforeEach
    void listen() {
        logger.setLevel(Level.TRACE);
        logger.setAdditive(false);
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(log);
        logger.setAdditive(true);
        logger.setLevel(null);
    }

    @Test
    void aRetryIsLoggedAtDebug() {
        fixture.transport.then(fails(Kind.CONNECT, false), refuses(500), succeeds());

        fixture.call();
        fixture.pass(Duration.ofSeconds(1));

        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        "Attempt 1 ended NOT_SENT, the next follows in PT0S",
                        "Attempt 2 ended UNKNOWN, the next follows in PT0S");
        assertThat(log.list).extracting(ILoggingEvent::getLevel).containsOnly(Level.DEBUG);
    }

    @Test
    void aSettingThatAnotherOneLeavesWithoutEffectIsLoggedAsAWarning() {
        ClassificationDeletions.builder()
                .apiKey(ApiKey.of(Fixture.KEY))
                .transport(fixture.transport)
                .transport("netty")
                .attemptDeadline(Duration.ofMinutes(1))
                .build();

        assertThat(log.list)
                .allMatch(event -> event.getLevel() == Level.WARN)
                .extracting(ILoggingEvent::getFormattedMessage)
                .satisfiesExactly(
                        line -> assertThat(line).contains("attemptDeadline PT1M has no effect", "deadline is PT30S"),
                        line -> assertThat(line).contains("because a transport was given"));
    }

    @Test
    void theFailureOfACallIsForItsCallerAndNotForTheLog() {
        fixture.policy(RetryPolicy.none()).transport.then(refuses(401));

        fixture.call();

        assertThat(log.list).isEmpty();
    }

    @Test
    void nothingThatIsLoggedNamesAKeyOrAnId() {
        fixture.transport.then(fails(Kind.CONNECT, false), refuses(500), refuses(500));

        fixture.call();
        fixture.pass(Duration.ofSeconds(1));

        assertThat(log.list).hasSize(2).allSatisfy(event -> assertThat(event.toString())
                .doesNotContain(Fixture.KEY, "private"));
    }

    @Test
    void aTransportThatCannotBeClosedIsLoggedAtDebug() {
        IllegalStateException odd = new IllegalStateException("odd");
        fixture.lease(transport -> new Lease(transport, Mono.error(odd)));

        fixture.client().close();

        List<ILoggingEvent> events = log.list;
        assertThat(events).singleElement().satisfies(event -> {
            assertThat(event.getLevel()).isEqualTo(Level.DEBUG);
            assertThat(event.getFormattedMessage()).isEqualTo("The transport failed while closing");
            assertThat(event.getThrowableProxy().getMessage()).isEqualTo("odd");
        });
    }
}
