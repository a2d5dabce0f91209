package ai.extracta.deletions.acceptance;

import ai.extracta.deletions.testsupport.ReportsContract;

class ReportCollectorTest extends ReportsContract {}
