package ai.extracta.deletions.acceptance;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * A server that speaks HTTP/2 over TLS and passes requests on over HTTP/1.1. It closes connections that are idle for a
 * second, permits 8 streams on each, and, as far as it can be told to, 50 requests, and refuses every call below
 * {@code /full} with 429.
 */
enum Http2Server {
    NGINX("QUIT", "TERM") {
        @Override
        ServerProgram start(Path directory, int port, Path pem, int upstream) throws Exception {
            write(
                    directory,
                    "nginx.conf",
                    "daemon off; worker_processes 1; pid nginx.pid; error_log error.log;",
                    "events { worker_connections 512; }",
                    "http {",
                    "  access_log off; client_body_temp_path b; proxy_temp_path p; fastcgi_temp_path f;",
                    "  uwsgi_temp_path u; scgi_temp_path s;",
                    "  server {",
                    "    listen 127.0.0.1:" + port + " ssl http2; ssl_certificate " + pem + ";",
                    "    ssl_certificate_key " + pem + "; keepalive_timeout 1s;",
                    "    http2_max_concurrent_streams 8; keepalive_requests 50;",
                    "    location / { proxy_pass http://127.0.0.1:" + upstream + "; }",
                    "    location /full { return 429; }",
                    "  }",
                    "}");
            return ServerProgram.start(directory, port, "nginx", "-p", directory.toString(), "-c", "nginx.conf");
        }
    },
    HAPROXY("USR1", "KILL") {
        @Override
        ServerProgram start(Path directory, int port, Path pem, int upstream) throws Exception {
            write(
                    directory,
                    "haproxy.cfg",
                    "global",
                    "  tune.h2.max-concurrent-streams 8",
                    "defaults",
                    "  mode http",
                    "  timeout connect 1s",
                    "  timeout client 1s",
                    "  timeout server 5s",
                    "  timeout http-keep-alive 1s",
                    "  retries 0",
                    "frontend gateway",
                    "  bind 127.0.0.1:" + port + " ssl crt " + pem + " alpn h2,http/1.1",
                    "  http-request deny deny_status 429 if { path_beg /full }",
                    "  default_backend simulator",
                    "backend simulator",
                    "  server one 127.0.0.1:" + upstream);
            return ServerProgram.start(directory, port, "haproxy", "-db", "-f", "haproxy.cfg");
        }
    },
    CADDY("TERM", "KILL") {
        @Override
        ServerProgram start(Path directory, int port, Path pem, int upstream) throws Exception {
            write(
                    directory,
                    "Caddyfile",
                    "{",
                    "  admin off",
                    "  auto_https off",
                    "  storage file_system " + directory,
                    "  servers {",
                    "    timeouts {",
                    "      idle 1s",
                    "    }",
                    "  }",
                    "}",
                    "https://127.0.0.1:" + port + " {",
                    "  bind 127.0.0.1",
                    "  tls " + pem + " " + pem,
                    "  respond /full* 429",
                    "  reverse_proxy 127.0.0.1:" + upstream,
                    "}");
            return ServerProgram.start(
                    directory, port, "caddy", "run", "--adapter", "caddyfile", "--config", "Caddyfile");
        }
    },
    H2O("TERM", "KILL") {
        @Override
        ServerProgram start(Path directory, int port, Path pem, int upstream) throws Exception {
            write(
                    directory,
                    "h2o.conf",
                    "http2-idle-timeout: 1",
                    "http2-max-concurrent-requests-per-connection: 8",
                    "num-threads: 1",
                    "listen:",
                    "  host: 127.0.0.1",
                    "  port: " + port,
                    "  ssl:",
                    "    certificate-file: " + pem,
                    "    key-file: " + pem,
                    "hosts:",
                    "  \"127.0.0.1:" + port + "\":",
                    "    paths:",
                    "      /:",
                    "        proxy.reverse.url: \"http://127.0.0.1:" + upstream + "/\"");
            return ServerProgram.start(directory, port, "h2o", "-m", "worker", "-c", "h2o.conf");
        }
    },
    NGHTTPX("QUIT", "TERM") {
        @Override
        ServerProgram start(Path directory, int port, Path pem, int upstream) throws Exception {
            write(
                    directory,
                    "nghttpx.conf",
                    "frontend=127.0.0.1," + port,
                    "backend=127.0.0.1," + upstream,
                    "private-key-file=" + pem,
                    "certificate-file=" + pem,
                    "frontend-http2-max-concurrent-streams=8",
                    "frontend-http2-read-timeout=1s",
                    "frontend-keep-alive-timeout=1s",
                    "workers=1",
                    "accesslog-file=/dev/null");
            return ServerProgram.start(directory, port, "nghttpx", "--conf=nghttpx.conf");
        }
    };

    private final String gracefulSignal;

    private final String hardSignal;

    Http2Server(String gracefulSignal, String hardSignal) {
        this.gracefulSignal = gracefulSignal;
        this.hardSignal = hardSignal;
    }

    abstract ServerProgram start(Path directory, int port, Path pem, int upstream) throws Exception;

    /** The signal that lets it finish what it has begun, and then end. */
    String gracefulSignal() {
        return gracefulSignal;
    }

    /** The signal that ends it and its processes at once. */
    String hardSignal() {
        return hardSignal;
    }

    private static void write(Path directory, String name, String... lines) throws Exception {
        Files.write(directory.resolve(name), List.of(lines));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
