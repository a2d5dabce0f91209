package ai.extracta.deletions.internal.bulk;

import ai.extracta.deletions.error.Outcome;
import ai.extracta.deletions.internal.Scope;
import ai.extracta.deletions.model.DeleteFiles;
import ai.extracta.deletions.model.DeletionRequest;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One call, for the requests of several entries. */
final class BulkCall {

    private final DeletionRequest request;
    private final List<Part> parts;
    private final List<Entry> covered;
    private final Outcome leastOutcome;
    private final BulkCall root;

    /** Of a root: how many calls of its tree have not ended. */
    private int open;

    /** Of a root: how many earlier ones must end before it may start. */
    private int blockers;

    private final List<BulkCall> blocked = new ArrayList<>(0);
    private @Nullable DeletionRequest takenAlongBy;

    /** With a parent that it continues, or as the root of a tree of its own. */
    BulkCall(
            DeletionRequest request,
            List<Part> parts,
            List<Entry> covered,
            Outcome leastOutcome,
            @Nullable BulkCall parent) {
        this.request = request;
        this.parts = parts;
        this.covered = covered;
        this.leastOutcome = leastOutcome;
        this.root = parent == null ? this : parent.root;
        this.root.open++;
    }

    DeletionRequest request() {
        return request;
    }

    List<Part> parts() {
        return parts;
    }

    /** Those whose narrower requests this call takes along. */
    List<Entry> covered() {
        return covered;
    }

    /** What is known to have become of all of it before this call, which this call cannot make less. */
    Outcome leastOutcome() {
        return leastOutcome;
    }

    /** An attempt of which the outcome is not known may have deleted all of it. */
    boolean isDoubted() {
        return leastOutcome == Outcome.UNKNOWN;
    }

    boolean canBeSplit() {
        return parts.size() > 1;
    }

    /** The same in two calls, with what is known of it now. */
    List<BulkCall> split(Outcome known) {
        Outcome least = known.compareTo(leastOutcome) > 0 ? known : leastOutcome;
        int half = parts.size() / 2;
        return List.of(some(parts.subList(0, half), least), some(parts.subList(half, parts.size()), least));
    }

    private BulkCall some(List<Part> some, Outcome least) {
        DeleteFiles files = (DeleteFiles) request;
        DeleteFiles fewer = new DeleteFiles(
                files.classificationId(),
                files.batchId(),
                some.stream().map(Part::fileId).toList());
        return new BulkCall(fewer, some, List.of(), least, this);
    }

    Set<Entry> entries() {
        Set<Entry> entries = new LinkedHashSet<>(covered);
        parts.forEach(part -> entries.addAll(part.owners()));
        return entries;
    }

    BulkCall root() {
        return root;
    }

    /** Returns whether all of the tree has ended with this. */
    boolean end() {
        return --root.open == 0;
    }

    void blockBy(BulkCall earlier) {
        blockers++;
        earlier.blocked.add(this);
    }

    boolean isBlocked() {
        return blockers > 0;
    }

    /** All of it is gone: so is what waits for it and lies in it. */
    void takeAlong() {
        blocked.stream()
                .filter(later -> Scope.widerThan(later.request).contains(request))
                .forEach(later -> later.takenAlongBy = request);
    }

    /** What took this along while it waited, if something did. */
    @Nullable DeletionRequest takenAlongBy() {
        return takenAlongBy;
    }

    /** Those that only this one blocked. */
    List<BulkCall> unblock() {
        return blocked.stream().filter(later -> --later.blockers == 0).toList();
    }
}
