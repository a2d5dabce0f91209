package ai.extracta.deletions.transport.netty;

import ai.extracta.deletions.testsupport.ErrorContract;
import ai.extracta.deletions.testsupport.ErrorThrower;
import ai.extracta.deletions.transport.HttpTransport;
import ai.extracta.deletions.transport.TransportSettings;
import java.util.function.Supplier;
import reactor.netty.http.client.HttpClient;
import reactor.util.context.Context;

class NettyErrorTest extends ErrorContract {

    @Override
    protected HttpTransport create(TransportSettings settings, Supplier<ErrorThrower> handlers) {
        NettyClient dedicated = NettyClient.create(settings);
        HttpClient throwing = dedicated.client().doOnChannelInit((observer, channel, address) -> channel.pipeline()
                .addFirst(handlers.get()));
        return new NettyTransport(
                NettyRequestTemplates.of(throwing, throwing, settings),
                settings,
                dedicated.release(),
                none -> Context.empty());
    }
}
