package example

import ai.extracta.deletions.ClassificationDeletions
import ai.extracta.deletions.bulk.DeletionResult
import ai.extracta.deletions.model.DeletionReceipt
import ai.extracta.deletions.model.DeletionRequest
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.reactive.asFlow
import kotlinx.coroutines.reactive.asPublisher
import kotlinx.coroutines.reactor.awaitSingle

// snippet: kotlin
class Erasures(private val deletions: ClassificationDeletions) {

    suspend fun erase(batchId: String): DeletionReceipt =
        deletions.deleteBatch("cls-1", batchId).awaitSingle()

    fun eraseAll(requests: Flow<DeletionRequest>): Flow<DeletionResult> =
        deletions.deleteAll(requests.asPublisher()).asFlow()
}
// end
