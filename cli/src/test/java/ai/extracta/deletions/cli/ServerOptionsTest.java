package ai.extracta.deletions.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.extracta.deletions.cli.CliRunner.Result;
import ai.extracta.deletions.model.DeleteClassification;
import ai.extracta.deletions.testkit.ExtractaSimulator;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which server is used, and how it is reached. */
@Timeout(120)
class ServerOptionsTest {

    private static final String PASSWORD = "changeit";

    @TempDir
    private Path folder;

    @AutoClose
    private final ExtractaSimulator simulator = ExtractaSimulator.start();

    @Test
    void theServerIsNamedBeforeTheQuestion() {
        Result result = CliRunner.on(simulator).confirmingWith("no").run("classifications", "cls-1");

        assertThat(result.out()).endsWith("Server: " + simulator.baseUri() + "\nNothing was sent.\n");
    }

    @Test
    void withoutAnotherOneItIsTheProductionHost() {
        Result result = new CliRunner().key("k").confirmingWith("no").run("classifications", "cls-1");

        assertThat(result.out()).contains("Server: https://api.extracta.ai/api/v1\n");
    }

    @Test
    void theEnvironmentCanNameTheServer() {
        simulator.seed(1, 1, 1);

        Result result = new CliRunner()
                .key(simulator.apiKey())
                .environment("EXTRACTA_BASE_URL", simulator.baseUri().toString())
                .run("classifications", "--yes", "cls-1");

        assertThat(result.code()).isZero();
        assertThat(simulator.deletions()).containsExactly(new DeleteClassification("cls-1"));
    }

    @Test
    void theOptionWinsOverTheEnvironment() {
        simulator.seed(1, 1, 1);

        Result result = CliRunner.on(simulator)
                .environment("EXTRACTA_BASE_URL", "https://other.example/api/v1")
                .run("classifications", "--yes", "cls-1");

        assertThat(result.code()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"not a uri", "http://api.example/api/v1", "api.example"})
    void anUnusableServerIsNamedBeforeTheQuestion(String url) {
        Result result = new CliRunner()
                .key("k")
                .environment("EXTRACTA_BASE_URL", url)
                .confirmingWith("yes")
                .run("classifications", "cls-1");

        assertThat(result.code()).isEqualTo(ExitCodes.USAGE);
        assertThat(result.err()).contains("EXTRACTA_BASE_URL");
        assertThat(result.questions()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"netty", "vertx"})
    void theProxyIsAskedWithItsCredentials(String transport) throws IOException {
        try (ServerSocket proxy = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            CompletableFuture<List<String>> asked = CompletableFuture.supplyAsync(() -> refuse(proxy));

            Result result = new CliRunner()
                    .key("k")
                    .environment("EXTRACTA_PROXY_CREDENTIALS", "user:pass:word")
                    .run(proxied(transport, "127.0.0.1:" + proxy.getLocalPort()));

            assertThat(asked.orTimeout(60, TimeUnit.SECONDS).join())
                    .anySatisfy(line -> assertThat(line).matches("CONNECT .+:1 HTTP/1.1"))
                    .anySatisfy(line -> assertThat(line)
                            .isEqualToIgnoringCase("proxy-authorization: Basic "
                                    + Base64.getEncoder()
                                            .encodeToString("user:pass:word".getBytes(StandardCharsets.UTF_8))));
            assertThat(result.code()).isEqualTo(ExitCodes.NOT_SENT);
            assertThat(result.all()).doesNotContain("pass:word");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "proxy.example, HOST:PORT",
        "proxy.example:0, HOST:PORT",
        "proxy.example:99999, HOST:PORT",
        "http://proxy.example:3128, HOST:PORT",
        "proxy.example:3128/path, HOST:PORT",
        "user:secret@proxy.example:3128, EXTRACTA_PROXY_CREDENTIALS"
    })
    void anInvalidProxyIsExplained(String proxy, String problem) {
        Result result = new CliRunner().key("k").run(proxied("netty", proxy));

        assertThat(result.code()).isEqualTo(ExitCodes.USAGE);
        assertThat(result.err()).contains("--proxy", problem).doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"secret", "us\ner:secret"})
    void invalidCredentialsAreNotRepeated(String credentials) {
        Result result = new CliRunner()
                .key("k")
                .environment("EXTRACTA_PROXY_CREDENTIALS", credentials)
                .run(proxied("netty", "proxy.example:3128"));

        assertThat(result.code()).isEqualTo(ExitCodes.USAGE);
        assertThat(result.err()).contains("EXTRACTA_PROXY_CREDENTIALS").doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"netty", "vertx"})
    void aCertificateOfTheFileIsTrusted(String transport) throws Exception {
        HttpsServer server = startTlsServer();
        try {
            String uri = "https://localhost:" + server.getAddress().getPort() + "/api/v1";
            String[] command = {"classifications", "--yes", "--transport", transport, "--base-uri", uri, "cls-1"};

            Result without = new CliRunner().key("k").run(command);
            Result with = new CliRunner().key("k").run(with(command, "--ca-file", pem().toString()));

            assertThat(without.code()).isEqualTo(ExitCodes.NOT_SENT);
            assertThat(with.code()).as(with.all()).isZero();
        } finally {
            server.stop(0);
        }
    }

    @ParameterizedTest
    @CsvSource({"none.pem, there is no such file", "empty.pem, has no certificates", "text.pem, certificate"})
    void anUnusableCertificateFileIsNamed(String name, String problem) throws IOException {
        Files.createFile(folder.resolve("empty.pem"));
        Files.writeString(folder.resolve("text.pem"), "not a certificate\n");
        String file = folder.resolve(name).toString();

        Result result = new CliRunner().key("k").run("classifications", "--yes", "--ca-file", file, "cls-1");

        assertThat(result.code()).isEqualTo(ExitCodes.USAGE);
        assertThat(result.err()).contains(file, problem);
    }

    private static String[] proxied(String transport, String proxy) {
        return new String[] {
            "classifications",
            "--yes",
            "--retry",
            "none",
            "--transport",
            transport,
            "--proxy",
            proxy,
            "--base-uri",
            "https://localhost:1/api/v1",
            "cls-1"
        };
    }

    private static String[] with(String[] command, String option, String value) {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(1, List.of(option, value));
        return all.toArray(String[]::new);
    }

    /** Answers with 403 and returns the head of the request. */
    private static List<String> refuse(ServerSocket proxy) {
        try (Socket client = proxy.accept()) {
            BufferedReader reader =
                    new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
            List<String> head =
                    reader.lines().takeWhile(line -> !line.isEmpty()).collect(Collectors.toList());
            client.getOutputStream()
                    .write("HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            return head;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private HttpsServer startTlsServer() throws IOException, GeneralSecurityException, InterruptedException {
        keytool("-genkeypair -alias a -keyalg EC -dname CN=localhost -ext SAN=dns:localhost");
        keytool("-exportcert -alias a -rfc -file " + pem());
        KeyStore store = KeyStore.getInstance(folder.resolve("keys").toFile(), PASSWORD.toCharArray());
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD.toCharArray());
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(keys.getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        server.createContext("/", exchange -> {
            try (InputStream body = exchange.getRequestBody()) {
                body.readAllBytes();
            }
            byte[] response = "{\"status\":\"success\",\"message\":\"ok\"}".getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(200, response.length);
            exchange.getResponseBody().write(response);
            exchange.close();
        });
        server.start();
        return server;
    }

    private void keytool(String arguments) throws IOException, InterruptedException {
        String command = Path.of(System.getProperty("java.home"), "bin", "keytool") + " " + arguments + " -keystore "
                + folder.resolve("keys") + " -storepass " + PASSWORD;
        Process process = new ProcessBuilder(command.split(" ")).inheritIO().start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    private Path pem() {
        return folder.resolve("ca.pem");
    }
}
