package dev.tenure.catalog.reach;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.tenure.catalog.reach.Outcome.Answered;
import dev.tenure.catalog.reach.Outcome.Unanswered;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A receiver with a certificate for one name: the connection goes to an address, and is believed by the name. */
class HttpSenderTlsIT {

    private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");
    private static final char[] PASSWORD = "changeit".toCharArray();

    @Test
    void believesTheNameThatWasAskedForAndNoOther(@TempDir Path place) throws Exception {
        KeyStore keys = certificate(place);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(HERE, 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context(keys, keys)));
        server.createContext("/in", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        int port = server.getAddress().getPort();
        try {
            assertThat(post("https://hooks.test:" + port + "/in", context(keys, keys)))
                    .isEqualTo(new Answered(204, null, ""));
            assertThat(post("https://other.test:" + port + "/in", context(keys, keys)))
                    .isInstanceOfSatisfying(
                            Unanswered.class,
                            refused -> assertThat(refused.reason()).startsWith("TLS failed"));
            assertThat(post("https://hooks.test:" + port + "/in", SSLContext.getDefault()))
                    .as("a certificate that nobody vouches for")
                    .isInstanceOf(Unanswered.class);
        } finally {
            server.stop(0);
        }
    }

    private static Outcome post(String url, SSLContext tls) throws IOException {
        Reach reach = new Reach(List.of(), List.of("127.0.0.0/8"));
        try (HttpSender sender = new HttpSender(reach, name -> new InetAddress[] {HERE}, tls, Duration.ofSeconds(30))) {
            return sender.post(url, Map.of(), "{}".getBytes(StandardCharsets.UTF_8));
        }
    }

    private static SSLContext context(KeyStore keys, KeyStore trusted) throws Exception {
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    /** Java makes certificates by its tool only. */
    private static KeyStore certificate(Path place) throws Exception {
        Path file = place.resolve("receiver.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "receiver",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=hooks.test",
                        "-ext",
                        "san=dns:hooks.test",
                        "-keystore",
                        file.toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        new String(PASSWORD))
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream content = Files.newInputStream(file)) {
            keys.load(content, PASSWORD);
        }
        return keys;
    }
}
