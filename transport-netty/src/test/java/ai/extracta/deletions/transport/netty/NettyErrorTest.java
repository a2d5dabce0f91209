package ai.extracta.deletions.transport.netty;

import ai.extracta.deletions.testsupport.ErrorContract;
import ai.extracta.deletions.testsupport.ErrorThrower;
import ai.extracta.deletions.transport.HttpTransport;
import ai.extracta.deletions.transport.TransportSettings;
import java.util.function.Supplier;
import reactor.util.context.Context;

class NettyErrorTest extends ErrorContract {

    @Override
    protected HttpTransport create(TransportSettings settings, Supplier<ErrorThrower> handlers) {
        NettyClient dedicated = NettyClient.create(settings);
        return new NettyTransport(
                dedicated.client().doOnChannelInit((observer, channel, address) -> channel.pipeline()
                        .addFirst(handlers.get())),
                settings,
                dedicated.release(),
                none -> Context.empty());
    }
}
