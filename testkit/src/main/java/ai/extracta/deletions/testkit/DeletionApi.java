package ai.extracta.deletions.testkit;

import ai.extracta.deletions.model.DeletionRequest;
import java.util.Optional;

/** Performs requests and responds as the API documents. */
record DeletionApi(BearerAuthenticator authenticator, int unknownIdStatus, ClassificationStore store) {

    Response handle(ReceivedRequest request) {
        return Endpoint.find(request.path())
                .map(endpoint -> handle(endpoint, request))
                .orElseGet(() -> Response.error(404, "There is no such endpoint"));
    }

    private Response handle(Endpoint endpoint, ReceivedRequest request) {
        if (!request.method().equals("DELETE")) {
            return Response.error(405, "The method must be DELETE").with("allow", "DELETE");
        }
        return authenticator
                .problemOf(request)
                .map(problem -> Response.error(401, problem).with("www-authenticate", "Bearer"))
                .orElseGet(() -> delete(endpoint, request.bytes()));
    }

    private Response delete(Endpoint endpoint, byte[] body) {
        DeletionRequest deletion;
        try {
            deletion = endpoint.read(body);
        } catch (IllegalArgumentException invalid) {
            return Response.error(400, String.valueOf(invalid.getMessage()));
        }
        Optional<String> unknown = store.delete(deletion);
        return unknown.map(problem -> Response.error(unknownIdStatus, problem))
                .orElseGet(() -> Response.success(endpoint.message()));
    }
}
