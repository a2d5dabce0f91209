package ai.extracta.deletions.internal.protocol;

import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeleteClassification;
import ai.extracta.deletions.model.DeletionRequest;
import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;

/** The endpoint URIs (API documentation, pages 4.1 to 4.3). */
public record Endpoints(URI deleteClassification, URI deleteBatch, URI deleteFiles) {

    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[(0*:)+0*1]");

    /** Validates the base URI and appends the paths to it. */
    public static Endpoints forBaseUri(URI base, boolean insecureHttpAllowed) {
        requireUsable(base, insecureHttpAllowed);
        String path = base.toASCIIString().replaceAll("/+$", "") + "/documentClassification/";
        return new Endpoints(
                URI.create(path + "deleteClassification"),
                URI.create(path + "deleteBatch"),
                URI.create(path + "deleteFiles"));
    }

    public URI uriFor(DeletionRequest request) {
        if (request instanceof DeleteClassification) {
            return deleteClassification;
        }
        return request instanceof DeleteBatch ? deleteBatch : deleteFiles;
    }

    /** With its port, if that is not the default of the scheme. */
    public String host() {
        return deleteBatch.getRawAuthority();
    }

    private static void requireUsable(URI base, boolean insecureHttpAllowed) {
        String scheme = String.valueOf(base.getScheme()).toLowerCase(Locale.ROOT);
        require(scheme.equals("https") || scheme.equals("http"), "must begin with https://");
        require(base.getRawUserInfo() == null, "must not hold a user or password; the API key is set with apiKey(..)");
        require(base.getHost() != null, "has no valid host");
        require(base.getRawQuery() == null, "must not have a query (?..)");
        require(base.getRawFragment() == null, "must not have a fragment (#..)");
        require(
                scheme.equals("https") || insecureHttpAllowed || isLoopback(base.getHost()),
                "is http to another machine, where key and ids can be read on the way; use https, or call"
                        + " allowInsecureHttp() if that network is yours");
    }

    /** Decided from the text, without DNS, whose result could change after the check. */
    private static boolean isLoopback(String host) {
        return LOOPBACK.matcher(host.toLowerCase(Locale.ROOT)).matches();
    }

    /** The message omits the URI: its user info or query may contain a secret. */
    private static void require(boolean condition, String problem) {
        if (!condition) {
            throw new IllegalArgumentException("the base URI " + problem);
        }
    }
}
