package ai.extracta.deletions.testkit;

import ai.extracta.deletions.model.DeletionRequest;
import java.util.Optional;

/** Performs what a request asks for and says so, as the API documentation has it. */
record DeletionApi(BearerCheck bearer, int unknownIdStatus, Inventory inventory) {

    Reply handle(ReceivedRequest request) {
        return Endpoint.at(request.path())
                .map(endpoint -> handle(endpoint, request))
                .orElseGet(() -> Reply.error(404, "There is no such endpoint"));
    }

    private Reply handle(Endpoint endpoint, ReceivedRequest request) {
        if (!request.method().equals("DELETE")) {
            return Reply.error(405, "The method must be DELETE").with("allow", "DELETE");
        }
        return bearer.problemOf(request)
                .map(problem -> Reply.error(401, problem).with("www-authenticate", "Bearer"))
                .orElseGet(() -> delete(endpoint, request.bytes()));
    }

    private Reply delete(Endpoint endpoint, byte[] body) {
        DeletionRequest deletion;
        try {
            deletion = endpoint.read(body);
        } catch (IllegalArgumentException invalid) {
            return Reply.error(400, String.valueOf(invalid.getMessage()));
        }
        Optional<String> unknown = inventory.delete(deletion);
        return unknown.map(problem -> Reply.error(unknownIdStatus, problem))
                .orElseGet(() -> Reply.success(endpoint.message()));
    }
}
