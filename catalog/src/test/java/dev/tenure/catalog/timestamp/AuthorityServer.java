package dev.tenure.catalog.timestamp;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampResponseGenerator;
import org.bouncycastle.tsp.TimeStampTokenGenerator;

/** A real timestamp authority on the loopback interface, which can also misbehave. */
public final class AuthorityServer implements AutoCloseable {

    /** When it says that it saw a hash. */
    public static final Instant SEEN = Instant.parse("2026-11-26T12:00:00Z");

    /** What it does with a request. */
    enum Manner {
        GOOD,
        REFUSES,
        OTHER_HASH,
        OTHER_NONCE,
        NONSENSE,
        FAILS,
        REDIRECTS,
        TOO_LONG,
        DRIPS
    }

    private static final ASN1ObjectIdentifier POLICY = new ASN1ObjectIdentifier("1.2.3.4.1");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch end = new CountDownLatch(1);
    private final KeyPair keys;
    private final X509Certificate certificate;
    private volatile Manner manner = Manner.GOOD;
    private volatile int requests;

    public AuthorityServer() {
        this(KeyPurposeId.id_kp_timeStamping);
    }

    AuthorityServer(KeyPurposeId purpose) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            keys = generator.generateKeyPair();
            certificate = certificate(keys, purpose);
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new AssertionError(e);
        }
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    private static X509Certificate certificate(KeyPair keys, KeyPurposeId purpose)
            throws GeneralSecurityException, OperatorCreationException, IOException {
        X500Name name = new X500Name("CN=Timestamps of a test");
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                name,
                BigInteger.ONE,
                Date.from(SEEN.minus(Duration.ofDays(1))),
                Date.from(SEEN.plus(Duration.ofDays(1))),
                name,
                keys.getPublic());
        builder.addExtension(Extension.extendedKeyUsage, true, new ExtendedKeyUsage(purpose));
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    X509Certificate certificate() {
        return certificate;
    }

    public int requests() {
        return requests;
    }

    void behave(Manner wanted) {
        manner = wanted;
    }

    private synchronized void count() {
        requests++;
    }

    private void answer(HttpExchange exchange) throws IOException {
        count();
        try (exchange) {
            byte[] query = exchange.getRequestBody().readAllBytes();
            switch (manner) {
                case GOOD, REFUSES, OTHER_HASH, OTHER_NONCE -> send(exchange, 200, token(query));
                case NONSENSE -> send(exchange, 200, new byte[] {1, 2, 3});
                case FAILS -> send(exchange, 500, new byte[0]);
                case REDIRECTS -> {
                    exchange.getResponseHeaders().add("Location", "/elsewhere");
                    send(exchange, 307, new byte[0]);
                }
                case TOO_LONG -> send(exchange, 200, new byte[1 << 20]);
                case DRIPS -> {
                    exchange.sendResponseHeaders(200, 0);
                    exchange.getResponseBody().write(1);
                    exchange.getResponseBody().flush();
                    end.await();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TSPException | OperatorCreationException | GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private byte[] token(byte[] query)
            throws IOException, TSPException, OperatorCreationException, GeneralSecurityException {
        TimeStampRequest asked = new TimeStampRequest(query);
        TimeStampRequest answered = switch (manner) {
            case OTHER_HASH -> request(new byte[32], asked.getNonce());
            case OTHER_NONCE -> request(asked.getMessageImprintDigest(), BigInteger.TEN);
            default -> asked;
        };
        TimeStampTokenGenerator tokens = new TimeStampTokenGenerator(
                new JcaSimpleSignerInfoGeneratorBuilder().build("SHA256withECDSA", keys.getPrivate(), certificate),
                new JcaDigestCalculatorProviderBuilder()
                        .build()
                        .get(new org.bouncycastle.asn1.x509.AlgorithmIdentifier(
                                org.bouncycastle.asn1.nist.NISTObjectIdentifiers.id_sha256)),
                POLICY);
        tokens.addCertificates(new JcaCertStore(List.of(certificate)));
        TimeStampResponseGenerator responses = new TimeStampResponseGenerator(tokens, TSPAlgorithms.ALLOWED);
        return (manner == Manner.REFUSES
                        ? responses.generateRejectedResponse(new TSPException("not today"))
                        : responses.generate(answered, BigInteger.TWO, Date.from(SEEN)))
                .getEncoded();
    }

    private static TimeStampRequest request(byte[] hash, BigInteger nonce) throws IOException {
        var generator = new org.bouncycastle.tsp.TimeStampRequestGenerator();
        generator.setCertReq(true);
        return generator.generate(TSPAlgorithms.SHA256, hash, nonce);
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "application/timestamp-reply");
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        end.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
