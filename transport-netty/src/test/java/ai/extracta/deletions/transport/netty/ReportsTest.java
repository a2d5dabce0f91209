package ai.extracta.deletions.transport.netty;

import ai.extracta.deletions.testsupport.ReportsContract;

class ReportsTest extends ReportsContract {}
