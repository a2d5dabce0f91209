package ai.extracta.deletions.internal.bulk;

import java.util.List;

/**
 * What a call deletes as one: a file, or all that it asks for.
 *
 * @param fileId the file, or nothing
 * @param owners who asked for it
 */
record Part(String fileId, List<Entry> owners) {}
