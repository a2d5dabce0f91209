package ai.extracta.deletions.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/** Messages for files that cannot be used. */
final class IoMessages {

    private IoMessages() {}

    /** Begins with the name of the file, if that is known. */
    static String withFile(IOException failure) {
        return failure instanceof FileSystemException named && named.getFile() != null
                ? named.getFile() + ": " + of(failure)
                : of(failure);
    }

    /** For a message that names the file itself. */
    static String of(IOException failure) {
        if (failure instanceof NoSuchFileException) {
            return "there is no such file or folder";
        }
        if (failure instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (failure instanceof FileAlreadyExistsException) {
            return "it already exists; name another file";
        }
        if (failure instanceof CharacterCodingException) {
            return "it is not text";
        }
        if (failure instanceof FileSystemException other && other.getReason() != null) {
            return other.getReason();
        }
        return Optional.ofNullable(failure.getMessage()).orElseGet(failure::toString);
    }
}
