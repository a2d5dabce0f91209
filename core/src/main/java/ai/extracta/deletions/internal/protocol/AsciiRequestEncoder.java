package ai.extracta.deletions.internal.protocol;

import ai.extracta.deletions.model.DeleteBatch;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The JSON of a request whose ids need no escape, as hardly any does: each stands in it character by character. To set up a
 * generator for that would cost a good part of what the whole call may.
 */
final class AsciiRequestEncoder {

    private static final byte[] CLASSIFICATION = bytes("{\"classificationId\":\"");
    private static final byte[] BATCH = bytes("\",\"batchId\":\"");
    private static final byte[] FIRST_FILE = bytes("\",\"fileIds\":[\"");
    private static final byte[] NEXT_FILE = bytes("\",\"");
    private static final byte[] END = bytes("\"}");
    private static final byte[] END_OF_FILES = bytes("\"]}");

    private final byte[] bytes;
    private int size;

    private AsciiRequestEncoder(int size) {
        this.bytes = new byte[size];
    }

    /** Whether {@link #of} can be asked for it. */
    static boolean suits(DeletionRequest request) {
        if (request instanceof DeleteFiles files) {
            return isPlain(files.classificationId()) && isPlain(files.batchId()) && arePlain(files.fileIds());
        }
        return isPlain(request.classificationId())
                && (!(request instanceof DeleteBatch batch) || isPlain(batch.batchId()));
    }

    static byte[] of(DeletionRequest request) {
        if (request instanceof DeleteFiles files) {
            return ofFiles(files);
        }
        if (request instanceof DeleteBatch batch) {
            return ofBatch(batch);
        }
        String id = request.classificationId();
        AsciiRequestEncoder body = new AsciiRequestEncoder(CLASSIFICATION.length + id.length() + END.length);
        return body.add(CLASSIFICATION).add(id).add(END).bytes;
    }

    private static byte[] ofBatch(DeleteBatch batch) {
        AsciiRequestEncoder body = new AsciiRequestEncoder(CLASSIFICATION.length
                + batch.classificationId().length()
                + BATCH.length
                + batch.batchId().length()
                + END.length);
        return body.add(CLASSIFICATION)
                .add(batch.classificationId())
                .add(BATCH)
                .add(batch.batchId())
                .add(END)
                .bytes;
    }

    private static byte[] ofFiles(DeleteFiles files) {
        List<String> ids = files.fileIds();
        AsciiRequestEncoder body = new AsciiRequestEncoder(sizeOf(files));
        body.add(CLASSIFICATION).add(files.classificationId()).add(BATCH).add(files.batchId());
        body.add(FIRST_FILE).add(ids.get(0));
        for (int i = 1; i < ids.size(); i++) {
            body.add(NEXT_FILE).add(ids.get(i));
        }
        return body.add(END_OF_FILES).bytes;
    }

    private static int sizeOf(DeleteFiles files) {
        int size = CLASSIFICATION.length + files.classificationId().length();
        size += BATCH.length + files.batchId().length();
        size += FIRST_FILE.length + NEXT_FILE.length * (files.fileIds().size() - 1) + END_OF_FILES.length;
        return size + lengthOf(files.fileIds());
    }

    /** Without an iterator, which the compiler does not always do away with. */
    private static int lengthOf(List<String> ids) {
        int length = 0;
        for (int i = 0; i < ids.size(); i++) {
            length += ids.get(i).length();
        }
        return length;
    }

    private AsciiRequestEncoder add(byte[] part) {
        System.arraycopy(part, 0, bytes, size, part.length);
        size += part.length;
        return this;
    }

    private AsciiRequestEncoder add(String id) {
        for (int i = 0; i < id.length(); i++) {
            bytes[size++] = (byte) id.charAt(i);
        }
        return this;
    }

    private static boolean arePlain(List<String> ids) {
        for (String id : ids) {
            if (!isPlain(id)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPlain(String id) {
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            if (c < ' ' || c > '~' || c == '"' || c == '\\') {
                return false;
            }
        }
        return true;
    }

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.US_ASCII);
    }
}
