package ai.extracta.deletions.samples.webflux;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/** A headless browser. */
final class Chromium implements AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Process process;
    private final URI devTools;

    private Chromium(Process process, URI devTools) {
        this.process = process;
        this.devTools = devTools;
    }

    static boolean isInstalled() {
        return executable().isPresent();
    }

    private static Optional<Path> executable() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(folder -> Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Starts one whose files are in a folder of their own. */
    static Chromium start(Path profile) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                executable().orElseThrow().toString(),
                "--headless",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "--no-first-run",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--disable-component-update",
                "--no-proxy-server"));
        if (System.getProperty("user.name").equals("root")) {
            command.add("--no-sandbox"); // which Chromium does not offer root
        }
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new Chromium(process, awaitDevTools(process));
    }

    private static URI awaitDevTools(Process process) throws IOException {
        String announcement = "DevTools listening on ws://";
        BufferedReader output = process.inputReader();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(announcement)) {
                discard(output);
                return URI.create(
                        "http://" + line.substring(announcement.length()).split("/", 2)[0]);
            }
        }
        throw new IOException("chromium ended before it was ready");
    }

    /** So that it never waits for somebody to read. */
    private static void discard(BufferedReader output) {
        Thread reader = new Thread(() -> output.lines().forEach(line -> {}), "chromium-output");
        reader.setDaemon(true);
        reader.start();
    }

    BrowserPage open() throws IOException, InterruptedException {
        HttpRequest newPage = HttpRequest.newBuilder(devTools.resolve("/json/new?about:blank"))
                .PUT(HttpRequest.BodyPublishers.noBody())
                .build();
        String page = HTTP.send(newPage, BodyHandlers.ofString()).body();
        return BrowserPage.connect(
                HTTP,
                URI.create(JsonMapper.shared()
                        .readTree(page)
                        .path("webSocketDebuggerUrl")
                        .asString()));
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
