/** A ledger of the deletions SDK in a database, which several processes can share. */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"}) // of Reactor and R2DBC
module ai.extracta.deletions.ledger.r2dbc {
    requires transitive ai.extracta.deletions;
    requires transitive r2dbc.spi;
    requires static org.jspecify;

    exports ai.extracta.deletions.ledger.r2dbc;
}
