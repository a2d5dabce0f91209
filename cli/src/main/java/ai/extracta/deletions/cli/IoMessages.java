package ai.extracta.deletions.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/** Messages for files that cannot be used. */
final class IoMessages {

    private IoMessages() {}

    static String of(IOException failure) {
        if (failure instanceof NoSuchFileException) {
            return "there is no such file";
        }
        if (failure instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (failure instanceof CharacterCodingException) {
            return "it is not text";
        }
        return Optional.ofNullable(failure.getMessage()).orElseGet(failure::toString);
    }
}
