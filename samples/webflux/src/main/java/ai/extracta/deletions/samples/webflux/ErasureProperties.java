package ai.extracta.deletions.samples.webflux;

import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What a team would configure.
 *
 * @param folder Holds a folder for each erasure. On a local disk, and of one instance of the service only.
 * @param maxUpload Maximum size of the body of a request.
 * @param shutdownGrace How long the rows that were taken may still take when the service stops.
 */
@ConfigurationProperties("erasures")
record ErasureProperties(
        @DefaultValue("erasures") Path folder,
        @DefaultValue("64MB") DataSize maxUpload,
        @DefaultValue("20s") Duration shutdownGrace) {}
