package ai.extracta.deletions.samples.webflux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Serves the page, whose style and script are the only ones that the browser accepts. */
@RestController
final class PageController {

    private final String page;
    private final String policy;

    PageController() throws IOException {
        this.page = new ClassPathResource("index.html").getContentAsString(StandardCharsets.UTF_8);
        this.policy = "default-src 'none'; connect-src 'self'; img-src data:; style-src '" + hash("style")
                + "'; script-src '" + hash("script")
                + "'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";
    }

    @GetMapping(path = "/", produces = MediaType.TEXT_HTML_VALUE)
    ResponseEntity<String> page() {
        return ResponseEntity.ok()
                .header("Content-Security-Policy", policy)
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "no-referrer")
                .body(page);
    }

    /** The hash of the only element of this kind. */
    private String hash(String element) {
        String start = "<" + element + ">";
        String content = page.substring(page.indexOf(start) + start.length(), page.indexOf("</" + element + ">"));
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
