import groovy.xml.XmlSlurper

def log = new File(basedir, 'build.log').text

// Whether our BOM is imported before or after that of Spring Boot, the versions are Spring Boot's.
def managed = { artifact, version ->
    def file = "${artifact}/${version}/${artifact.split('/')[-1]}-${version}.pom"
    new XmlSlurper().parse(new File(localRepositoryPath, file))
}
def boot = managed('org/springframework/boot/spring-boot-dependencies', '4.0.7').properties
def reactor = managed('io/projectreactor/reactor-bom', boot.'reactor-bom.version').dependencyManagement.dependencies
        .dependency.find { it.artifactId == 'reactor-core' }.version
def rows = log.readLines().findAll { it.contains('Ran with | Spring Boot 4.0.7 | netty |') }
assert rows.size() == 2
rows.each { row ->
    assert row.contains("netty-common-${boot.'netty.version'}")
    assert row.contains("jackson-databind-${boot.'jackson-2-bom.version'}")
    assert row.contains("reactor-core-${reactor}")
}

// The last run: what was found, what is needed, what to do.
assert log.contains('Netty does not fit: found 4.1.128.Final in jar:')
assert log.contains('needed is io.netty:netty-transport 4.2')
assert log.contains('With Maven, import a BOM that has it before the one that sets this version.')
return true
