package ai.extracta.deletions.samples.webflux;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A page of a browser, driven through the Chrome DevTools Protocol. */
final class BrowserPage implements WebSocket.Listener, AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final AtomicInteger lastId = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> responses = new ConcurrentHashMap<>();
    private final List<String> problems = new CopyOnWriteArrayList<>();
    private final List<String> urls = new CopyOnWriteArrayList<>();
    private final StringBuilder message = new StringBuilder();
    private WebSocket socket;

    private BrowserPage() {}

    static BrowserPage connect(HttpClient http, URI address) {
        BrowserPage page = new BrowserPage();
        page.socket = http.newWebSocketBuilder().buildAsync(address, page).join();
        List.of("Page", "Runtime", "Log", "Network").forEach(domain -> page.send(domain + ".enable", Map.of()));
        return page;
    }

    void navigate(String url) {
        send("Page.navigate", Map.of("url", url));
        await("location.href.startsWith('" + url + "') && document.readyState === 'complete'");
    }

    void resize(int width, int height, String colorScheme) {
        send(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
        send(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", colorScheme))));
    }

    /** Waits until a JavaScript expression is true. */
    void await(String expression) {
        evaluate("new Promise(done => { const check = () => { if (" + expression
                + ") done(true); else setTimeout(check, 20); }; check(); })");
    }

    /** {@return the value of a JavaScript expression, awaited if it is a promise} */
    JsonNode evaluate(String expression) {
        JsonNode result = send(
                "Runtime.evaluate",
                Map.of("expression", expression, "awaitPromise", true, "returnByValue", true, "userGesture", true));
        if (result.has("exceptionDetails")) {
            throw new AssertionError(expression + ": " + result.path("exceptionDetails"));
        }
        return result.path("result").path("value");
    }

    String text(String id) {
        return evaluate("document.getElementById('" + id + "').innerText").asString();
    }

    void type(String text) {
        send("Input.insertText", Map.of("text", text));
    }

    void press(String key) {
        Map<String, Object> down =
                switch (key) {
                    case "Enter" -> Map.of("type", "keyDown", "key", key, "windowsVirtualKeyCode", 13, "text", "\r");
                    case "Tab" -> Map.of("type", "keyDown", "key", key, "windowsVirtualKeyCode", 9);
                    default -> throw new IllegalArgumentException(key);
                };
        send("Input.dispatchKeyEvent", down);
        send("Input.dispatchKeyEvent", Map.of("type", "keyUp", "key", key));
    }

    /** Of the whole page, however long it is. */
    void screenshot(Path file) throws IOException {
        JsonNode image = send("Page.captureScreenshot", Map.of("captureBeyondViewport", true));
        Files.createDirectories(file.getParent());
        Files.write(file, Base64.getDecoder().decode(image.path("data").asString()));
    }

    /** {@return what the browser complained about: exceptions, and what the page's policy forbids} */
    List<String> problems() {
        return problems;
    }

    /** {@return what was requested} */
    List<String> urls() {
        return urls;
    }

    private JsonNode send(String method, Map<String, Object> parameters) {
        int id = lastId.incrementAndGet();
        CompletableFuture<JsonNode> response = new CompletableFuture<>();
        responses.put(id, response);
        socket.sendText(JSON.writeValueAsString(Map.of("id", id, "method", method, "params", parameters)), true)
                .join();
        return response.orTimeout(40, TimeUnit.SECONDS).join();
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        message.append(data);
        if (last) {
            receive(JSON.readTree(message.toString()));
            message.setLength(0);
        }
        webSocket.request(1);
        return CompletableFuture.completedStage(null);
    }

    private void receive(JsonNode received) {
        switch (received.path("method").asString("")) {
            case "" -> respond(received);
            case "Runtime.exceptionThrown" ->
                problems.add(received.path("params").toString());
            case "Network.requestWillBeSent" ->
                urls.add(received.at("/params/request/url").asString());
            case "Log.entryAdded" -> {
                if (received.at("/params/entry/source").asString().equals("security")) {
                    problems.add(received.path("params").toString());
                }
            }
            default -> {}
        }
    }

    private void respond(JsonNode received) {
        CompletableFuture<JsonNode> response =
                responses.remove(received.path("id").asInt());
        if (received.has("error")) {
            response.completeExceptionally(
                    new IllegalStateException(received.path("error").toString()));
        } else {
            response.complete(received.path("result"));
        }
    }

    @Override
    public void close() {
        send("Page.close", Map.of());
        socket.abort();
    }
}
