package ai.extracta.deletions.internal.bulk;

import ai.extracta.deletions.error.ResponseException;
import ai.extracta.deletions.model.DeleteFiles;
import java.util.regex.Pattern;

/** Why the server refused files, in words that depend neither on their number nor on their ids. */
record RefusalReason(int status, String message) {

    private static final int MAX_COMPARED = 1_000;

    static RefusalReason of(ResponseException refusal, DeleteFiles files) {
        String message = refusal.serverMessage();
        String compared = message.length() > MAX_COMPARED ? message.substring(0, MAX_COMPARED) : message;
        for (String id : files.fileIds()) {
            compared = compared.replace(id, "<id>");
        }
        Pattern number = Pattern.compile("\\b" + files.fileIds().size() + "\\b");
        return new RefusalReason(refusal.status(), number.matcher(compared).replaceAll("<all>"));
    }
}
