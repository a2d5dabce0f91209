package ai.extracta.deletions.transport.vertx;

import ai.extracta.deletions.testsupport.ReportsContract;

class ReportsTest extends ReportsContract {}
