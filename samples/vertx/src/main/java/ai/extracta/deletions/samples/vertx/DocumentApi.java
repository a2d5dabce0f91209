package ai.extracta.deletions.samples.vertx;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.HttpException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP API of the service. */
final class DocumentApi {

    private static final Logger LOG = LoggerFactory.getLogger(DocumentApi.class);
    private static final int MAX_BODY_BYTES = 64 * 1024;

    private final DocumentStore store;
    private final RetentionScheduler scheduler;

    DocumentApi(DocumentStore store, RetentionScheduler scheduler) {
        this.store = store;
        this.scheduler = scheduler;
    }

    Router router(Vertx vertx) {
        Router router = Router.router(vertx);
        router.post("/documents")
                .handler(BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES))
                .respond(this::register);
        router.get("/documents").respond(this::list);
        router.post("/erasures").respond(this::erase);
        router.get("/health").respond(call -> Future.succeededFuture(health()));
        router.route().failureHandler(DocumentApi::fail);
        return router;
    }

    private Future<JsonObject> register(RoutingContext call) {
        return store.add(upload(call))
                .recover(failure -> Future.failedFuture(
                        failure instanceof SQLIntegrityConstraintViolationException
                                ? new HttpException(409, "this file is registered already")
                                : failure))
                .map(document -> {
                    call.response().setStatusCode(201);
                    return document.toJson();
                });
    }

    private Future<JsonObject> list(RoutingContext call) {
        return store.find(states(call.request().getParam("state")), afterId(call))
                .map(page -> {
                    JsonArray documents = new JsonArray();
                    page.forEach(document -> documents.add(document.toJson()));
                    JsonObject body = new JsonObject().put("documents", documents);
                    return page.size() < DocumentStore.PAGE_SIZE
                            ? body
                            : body.put("nextAfter", page.get(page.size() - 1).id());
                });
    }

    /** Responds when the run has ended. If the caller hangs up before, it continues nevertheless. */
    private Future<JsonObject> erase(RoutingContext call) {
        Duration age = age(call.request().getParam("olderThan"));
        if (scheduler.isRunning()) {
            throw new HttpException(409, "a run is in progress; try again when it has ended");
        }
        return scheduler.run(age).map(summary -> {
            call.response().setStatusCode(summary.stoppedBy().isEmpty() ? 200 : 502);
            return summary.toJson();
        });
    }

    private JsonObject health() {
        JsonObject health = new JsonObject().put("status", "UP").put("running", scheduler.isRunning());
        scheduler.lastRun().ifPresent(summary -> health.put("lastRun", summary.toJson()));
        return health;
    }

    private static Upload upload(RoutingContext call) {
        JsonObject body = body(call);
        try {
            return Upload.of(
                    text(body, "classificationId"),
                    text(body, "batchId"),
                    text(body, "fileId"),
                    Instant.parse(text(body, "uploadedAt")));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new HttpException(400, e.getMessage());
        }
    }

    private static JsonObject body(RoutingContext call) {
        try {
            Buffer body = call.body().buffer();
            if (body != null && body.toJsonValue() instanceof JsonObject json) {
                return json;
            }
        } catch (DecodeException e) {
            LOG.debug("no JSON", e);
        }
        throw new HttpException(400, "the body is not a JSON object");
    }

    private static String text(JsonObject body, String name) {
        if (body.getValue(name) instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException(name + " is missing or not a string");
    }

    /** There is no default, and none is guessed: a missing age would erase what nobody asked for. */
    private static Duration age(@Nullable String text) {
        try {
            return ServiceSettings.requireAge("olderThan", Duration.parse(text == null ? "" : text));
        } catch (DateTimeException e) {
            throw new HttpException(400, "olderThan must be an age such as P30D or PT12H");
        } catch (IllegalArgumentException e) {
            throw new HttpException(400, e.getMessage());
        }
    }

    private static List<DocumentState> states(@Nullable String text) {
        try {
            return text == null ? List.of(DocumentState.values()) : List.of(DocumentState.valueOf(text));
        } catch (IllegalArgumentException e) {
            throw new HttpException(400, "state must be one of " + List.of(DocumentState.values()));
        }
    }

    private static long afterId(RoutingContext call) {
        try {
            return Long.parseLong(call.request().getParam("after", "0"));
        } catch (NumberFormatException e) {
            throw new HttpException(400, "after must be the nextAfter of the page before");
        }
    }

    private static void fail(RoutingContext call) {
        int status = call.statusCode() > 0 ? call.statusCode() : 500;
        String message = "the request failed";
        if (call.failure() instanceof HttpException failure) {
            status = failure.getStatusCode();
            message = failure.getPayload() == null ? failure.getMessage() : failure.getPayload();
        } else if (call.failure() != null) {
            LOG.error("{} {} failed", call.request().method(), call.request().path(), call.failure());
        }
        call.response().setStatusCode(status);
        call.json(new JsonObject().put("error", message));
    }
}
