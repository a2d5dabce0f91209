package ai.extracta.deletions.samples.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ai.extracta.deletions.ApiKey;
import ai.extracta.deletions.ClassificationDeletions;
import ai.extracta.deletions.ledger.FileLedger;
import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.testkit.Answer;
import ai.extracta.deletions.transport.HttpTransport;
import ai.extracta.deletions.transport.TransportException;
import ai.extracta.deletions.transport.TransportRequest;
import ai.extracta.deletions.transport.TransportResponse;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** Provokes each message of the guide's last table, in the order of its rows, where "…" stands for any text. */
class TroubleshootingTest {

    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(.+?)` \\|");
    private static final Path BUILD_CLIENT =
            Path.of("src/test/java/ai/extracta/deletions/samples/guide/BuildClient.java");

    @RegisterExtension
    final Api api = new Api();

    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> theCodeSaysWhatTheTableSays() {
        List<String> rows = rows();
        List<Callable<String>> messages = Stream.of(
                        whenBuilding(),
                        withBadIds(),
                        whenNotSent(),
                        whenAnswered(),
                        whenSent(),
                        inPipelines(),
                        ledgers())
                .flatMap(List::stream)
                .toList();
        assertThat(rows).hasSameSizeAs(messages);
        return IntStream.range(0, rows.size())
                .mapToObj(i -> DynamicTest.dynamicTest(
                        rows.get(i), () -> assertThat(messages.get(i).call()).matches(pattern(rows.get(i)))));
    }

    private static List<String> rows() {
        String guide = Document.guide().text();
        return ROW.matcher(guide.substring(guide.indexOf("\n## Troubleshooting")))
                .results()
                .map(row -> row.group(1))
                .toList();
    }

    private static Pattern pattern(String row) {
        String regex = Stream.of(row.split("…", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
        return Pattern.compile(regex, Pattern.DOTALL);
    }

    private List<Callable<String>> whenBuilding() {
        return List.of(
                () -> thrown(ClassificationDeletions.builder()::build),
                () -> printed(without("transport-vertx").withoutKey()),
                () -> thrown(() -> ApiKey.of("a key\n")),
                () -> thrown(() -> ApiKey.of("${EXTRACTA_API_KEY}")),
                () -> printed(without("transport-(netty|vertx)")),
                () -> printed(without("no-such-jar")),
                () -> printed(without("jackson-core|transport-vertx")),
                () -> thrown(() -> api.client(builder -> builder.baseUri(URI.create("http://example.com/")))));
    }

    private static List<Callable<String>> withBadIds() {
        return List.of(
                () -> thrown(() -> new DeleteBatch("cls-1", " ")),
                () -> thrown(() -> new DeleteBatch("cls-1", "batch-1\n")),
                () -> thrown(() -> new DeleteFiles("cls-1", "batch-1", List.of())));
    }

    private List<Callable<String>> whenNotSent() {
        return List.of(
                () -> failed(builder -> builder.transport(unknownHost())),
                () -> failed(builder -> builder.baseUri(URI.create("http://127.0.0.1:1/"))),
                () -> failed(builder -> builder.baseUri(withTls(api.simulator().baseUri()))),
                () -> failed(busy(builder -> builder.maxWaiting(0))),
                () -> failed(busy(builder -> builder.deadline(Duration.ofMillis(200)))),
                () -> failed(builder -> builder.apiKey(ApiKey.supplier(Mono.empty()))),
                () -> failed(builder ->
                        builder.apiKey(ApiKey.supplier(Mono.never())).attemptDeadline(Duration.ofMillis(50))),
                () -> failed(closed(api.client())));
    }

    private List<Callable<String>> whenAnswered() {
        Answer rateLimited = Answer.rateLimited(Duration.ZERO);
        return List.of(
                () -> answered(Answer.status(400, "")),
                () -> answered(Answer.status(401, "")),
                () -> answered(Answer.status(404, "")),
                () -> answered(rateLimited, rateLimited, rateLimited),
                () -> answered(Answer.documentedBadRequest()),
                () -> answered(Answer.status(302, "")),
                () -> answered(Answer.serverError()),
                () -> answered(Answer.status(200, "<html>")));
    }

    private List<Callable<String>> whenSent() {
        return List.of(
                () -> {
                    api.simulator().answerNext(Answer.noResponse());
                    return failed(builder -> builder.attemptDeadline(Duration.ofSeconds(1)));
                },
                () -> answered(Answer.disconnectAfterDeleting()));
    }

    private List<Callable<String>> inPipelines() {
        ClassificationDeletions deletions = api.client();
        return List.of(
                () -> {
                    int received = api.simulator().requests().size();
                    String message = thrown(() -> deletions
                            .deleteBatch("cls-1", "batch-1")
                            .doOnNext(receipt ->
                                    deletions.deleteBatch("cls-1", "batch-2").block())
                            .block(Api.TIMEOUT));
                    api.simulator().awaitRequests(received + 2, Api.TIMEOUT); // sent nevertheless
                    return message;
                },
                () -> {
                    api.simulator().answerNext(Answer.serverError(), Answer.serverError());
                    return thrown(() -> deletions
                            .deleteBatch("cls-1", "batch-3")
                            .retryWhen(Retry.max(1))
                            .block(Api.TIMEOUT));
                },
                () -> {
                    api.simulator().answerAlways(Answer.status(401, ""));
                    return Objects.requireNonNull(deletions
                            .deleteAll(Flux.range(1, 100).map(number -> new DeleteBatch("cls-1", "batch-" + number)))
                            .onErrorComplete()
                            .map(Object::toString)
                            .filter(result -> !result.contains("401"))
                            .blockFirst(Api.TIMEOUT));
                });
    }

    private List<Callable<String>> ledgers() {
        return List.of(() -> thrown(() -> FileLedger.open(folder.resolve("missing/job.ledger"))), () -> {
            try (FileLedger ledger = FileLedger.open(folder.resolve("job.ledger"))) {
                assertThat(ledger).isNotNull();
                return thrown(() -> FileLedger.open(folder.resolve("job.ledger")));
            }
        });
    }

    private static JavaProgram without(String jars) {
        return JavaProgram.without(jars, BUILD_CLIENT);
    }

    private static String printed(JavaProgram program) throws Exception {
        return program.run().replaceFirst("(?s).*?Exception: ", "").replaceFirst("(?s)\n(Caused by|\tat) .*", "");
    }

    private String answered(Answer... answers) {
        api.simulator().answerNext(answers);
        return failed(api.client());
    }

    private String failed(UnaryOperator<ClassificationDeletions.Builder> changes) {
        return failed(api.client(changes));
    }

    private static String failed(ClassificationDeletions deletions) {
        return thrown(() -> deletions.deleteBatch("cls-1", "batch-9").block(Api.TIMEOUT));
    }

    private static String thrown(ThrowingCallable code) {
        return String.valueOf(catchThrowable(code).getMessage());
    }

    private static URI withTls(URI uri) {
        return URI.create(uri.toString().replace("http:", "https:"));
    }

    private static ClassificationDeletions closed(ClassificationDeletions client) {
        client.closeLater().block(Api.TIMEOUT);
        return client;
    }

    /** A client whose only slot is taken. */
    private ClassificationDeletions busy(UnaryOperator<ClassificationDeletions.Builder> changes) {
        ClassificationDeletions client = api.client(builder -> changes.apply(builder.maxInFlight(1)));
        int received = api.simulator().requests().size();
        api.simulator().answerNext(Answer.noResponse());
        client.withDeadline(Api.TIMEOUT).deleteBatch("cls-1", "batch-1").subscribe(receipt -> {}, failure -> {});
        api.simulator().awaitRequests(received + 1, Api.TIMEOUT);
        return client;
    }

    private static HttpTransport unknownHost() {
        return new HttpTransport() {
            @Override
            public Mono<TransportResponse> exchange(TransportRequest request) {
                return Mono.error(TransportException.of(new UnknownHostException(request.host()), false));
            }

            @Override
            public Mono<Void> closeLater() {
                return Mono.empty();
            }
        };
    }
}
