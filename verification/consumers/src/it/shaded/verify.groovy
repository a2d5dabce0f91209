def log = new File(basedir, 'build.log').text

[
    ~/services merged, none chosen: There are 2 HTTP transports, and one must be chosen\./,
    ~/services merged, netty chosen: extracta-deletions\/\S+ \(netty\)/,
    ~/services merged, vertx chosen: extracta-deletions\/\S+ \(vertx\)/,
    ~/services unmerged, none chosen: There are 2 HTTP transports, and one must be chosen\./,
    ~/services unmerged, (netty|vertx) chosen: extracta-deletions\/\S+ \((netty|vertx)\)/,
    ~/services unmerged, (netty|vertx) chosen: There is no HTTP transport named "(netty|vertx)"\./,
    ~/Unusable: \S+TransportProvider in \S+unmerged\.jar is in no META-INF\/services\//,
    ~/these files must be merged \(maven-shade-plugin: ServicesResourceTransformer\)/,
].each { expected ->
    assert (log =~ expected).find(): "not in build.log: ${expected}"
}
return true
