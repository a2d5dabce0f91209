module example {
    requires ai.extracta.deletions;
    requires ai.extracta.deletions.testkit;
}
