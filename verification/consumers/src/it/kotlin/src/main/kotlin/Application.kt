package example

import ai.extracta.deletions.ApiKey
import ai.extracta.deletions.ClassificationDeletions
import ai.extracta.deletions.model.DeleteBatch
import ai.extracta.deletions.testkit.ExtractaSimulator
import kotlinx.coroutines.async
import kotlinx.coroutines.flow.flowOf
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.runBlocking

fun main() = runBlocking {
    ExtractaSimulator.start().use { simulator ->
        simulator.seed(1, 2, 1)
        val builder = ClassificationDeletions.builder()
            .apiKey(ApiKey.of(simulator.apiKey()))
            .baseUri(simulator.baseUri())
        builder.build().use { deletions ->
            val erasures = Erasures(deletions)
            async { erasures.erase("cls-1-batch-1") }.await()
            val results = erasures.eraseAll(flowOf(DeleteBatch("cls-1", "cls-1-batch-2"))).toList()
            check(results.size == 1) { "$results" }
        }
        check(simulator.deletions().size == 2) { "${simulator.deletions()}" }
        println("Ran with " + versions("Kotlin " + KotlinVersion.CURRENT, simulator))
    }
}

/** The transport and the jars that this program runs with. */
private fun versions(platform: String, simulator: ExtractaSimulator): String {
    val userAgent = simulator.requests()[0].header("user-agent").orElseThrow()
    val transport = userAgent.substringAfter('(').substringBefore(')')
    val jars = listOf(
        "reactor.core.publisher.Mono",
        "reactor.netty.http.client.HttpClient",
        "io.netty.util.Version",
        "io.vertx.core.Vertx",
        "com.fasterxml.jackson.databind.ObjectMapper",
    ).map(::jar)
    val jdk = Runtime.version().feature()
    return (listOf(platform, transport, jdk) + jars).joinToString(" | ", "| ", " |")
}

private fun jar(className: String): String =
    try {
        val location = Class.forName(className, false, DeleteBatch::class.java.classLoader)
            .protectionDomain.codeSource.location.toString()
        location.substringAfterLast('/').removeSuffix(".jar")
    } catch (e: ClassNotFoundException) {
        ""
    }
