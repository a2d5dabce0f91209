String log = new File(basedir, 'build.log').text

[
    ~/erased \[DeleteBatch.*\] with extracta-deletions\/\S+ \(netty\)/,
    ~/erased \[DeleteBatch.*\] with extracta-deletions\/\S+ \(vertx\)/,
    ~/refused: There are 2 HTTP transports, and one must be chosen\./,
    ~/Found: "(netty|vertx)" \(\S+ in \S+extracta-deletions-transport-\S+\.jar\), "(netty|vertx)" \(/,
    ~/choose with builder\(\)\.transport\("(netty|vertx)"\)/,
    ~/refused: There is no HTTP transport\./,
    ~/Add one of the dependencies ai\.extracta:extracta-deletions-transport-netty/,
].each { expected ->
    assert (log =~ expected).find() : "not in build.log: ${expected}"
}

return true
