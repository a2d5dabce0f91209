package ai.extracta.deletions.acceptance;

import ai.extracta.deletions.transport.HttpTransport;
import ai.extracta.deletions.transport.TransportSettings;
import ai.extracta.deletions.transport.netty.NettyTransport;

class NettyHttp2Test extends Http2Contract {

    @Override
    HttpTransport create(TransportSettings settings) {
        return NettyTransport.create(settings);
    }
}
