def log = new File(basedir, 'build.log').text
def documented = new File(basedir, '../../../../../docs/compatibility.md').text.replaceAll(/\s+/, ' ')

assert log.contains('Error: automatic module cannot be used with jlink: ')
log.eachLine { line ->
    def list = line =~ /^Automatic modules: (.+)/
    if (list) {
        def modules = list[0][1].split(', ').collect { "`${it}`" }.join(', ')
        assert documented.contains(modules): "docs/compatibility.md does not have: ${modules}"
    }
}
return true
