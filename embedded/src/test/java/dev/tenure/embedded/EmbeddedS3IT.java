package dev.tenure.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedS3IT {

    private static final Pattern UPLOAD_ID = Pattern.compile("<UploadId>([^<]+)</UploadId>");

    private static final Pattern SOCKET = Pattern.compile("socket:\\[(\\d+)]");
    private static final String LISTENING = "0A";

    @TempDir
    private Path root;

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void keepsObjectsVersionsTagsAndOpenUploadsOverAKillAndOverARestart() throws IOException, InterruptedException {
        EmbeddedDirectories directories = EmbeddedDirectories.under(root);
        String uploadId;
        try (EmbeddedS3 s3 = EmbeddedS3.start(directories)) {
            put(s3, "/kept", "");
            put(
                    s3,
                    "/kept?versioning",
                    "<VersioningConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
                            + "<Status>Enabled</Status></VersioningConfiguration>");
            put(s3, "/kept/a/b", "one");
            put(s3, "/kept/a/b", "two");
            put(
                    s3,
                    "/kept/a/b?tagging",
                    "<Tagging><TagSet><Tag><Key>tenure-item</Key><Value>42</Value></Tag></TagSet></Tagging>");
            Matcher created = UPLOAD_ID.matcher(send(s3, "POST", "/kept/big?uploads", ""));
            assertThat(created.find()).isTrue();
            uploadId = created.group(1);
            put(s3, "/kept/big?partNumber=1&uploadId=" + uploadId, "part");

            long first = s3.pid();
            Until.kill(first);
            Until.holds("the server is back", () -> "two".equals(send(s3, "GET", "/kept/a/b", "")));
            assertThat(s3.pid()).isNotEqualTo(first);
            assertEverythingIsThere(s3, uploadId);
        }
        try (EmbeddedS3 s3 = EmbeddedS3.start(directories)) {
            assertEverythingIsThere(s3, uploadId);
            assertThat(send(
                            s3,
                            "POST",
                            "/kept/big?uploadId=" + uploadId,
                            "<CompleteMultipartUpload xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Part>"
                                    + "<PartNumber>1</PartNumber><ETag>f4c9385f1902f7334b00b9b4ecd164de</ETag>"
                                    + "</Part></CompleteMultipartUpload>"))
                    .doesNotContain("<Error>");
        }
    }

    @Test
    void listensOnTheLoopbackInterfaceAlone() throws IOException {
        try (EmbeddedS3 s3 = EmbeddedS3.start(EmbeddedDirectories.under(root))) {
            List<InetAddress> others = NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                    .toList();
            for (int port : portsOf(s3.pid())) {
                for (InetAddress address : others) {
                    assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> {
                        try (Socket socket = new Socket()) {
                            socket.connect(new InetSocketAddress(address, port), 2000);
                        }
                    });
                }
            }
        }
    }

    @Test
    void refusesASecondServerOnTheSameDirectoryAndStopsOnce() {
        EmbeddedDirectories directories = EmbeddedDirectories.under(root);
        EmbeddedS3 s3 = EmbeddedS3.start(directories);
        long pid = s3.pid();
        assertThatExceptionOfType(EmbeddedPartFailed.class)
                .isThrownBy(() -> EmbeddedS3.start(directories))
                .withMessageContaining("is in use by this process");
        s3.close();
        s3.close();
        Until.gone(pid);
    }

    private void assertEverythingIsThere(EmbeddedS3 s3, String uploadId) throws IOException, InterruptedException {
        assertThat(send(s3, "GET", "/kept/a/b", "")).isEqualTo("two");
        assertThat(send(s3, "GET", "/kept?versions", "").split("<Version>", -1)).hasSize(3);
        assertThat(send(s3, "GET", "/kept/a/b?tagging", "")).contains("<Value>42</Value>");
        assertThat(send(s3, "GET", "/kept?uploads", "")).contains(uploadId);
        assertThat(send(s3, "GET", "/kept/big?uploadId=" + uploadId, "")).contains("<PartNumber>1</PartNumber>");
    }

    /** The ports on which a process listens, from the kernel's own tables. */
    private static List<Integer> portsOf(long pid) throws IOException {
        Set<String> sockets = new HashSet<>();
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(Path.of("/proc/" + pid + "/fd"))) {
            for (Path descriptor : descriptors) {
                Matcher socket =
                        SOCKET.matcher(Files.readSymbolicLink(descriptor).toString());
                if (socket.matches()) {
                    sockets.add(socket.group(1));
                }
            }
        }
        List<Integer> ports = new ArrayList<>();
        for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            for (String row : Files.readAllLines(Path.of(table))) {
                List<String> columns = List.of(row.strip().split("\\s+", -1));
                if (columns.get(3).equals(LISTENING) && sockets.contains(columns.get(9))) {
                    String local = columns.get(1);
                    ports.add(Integer.parseInt(local.substring(local.lastIndexOf(':') + 1), 16));
                }
            }
        }
        assertThat(ports).isNotEmpty();
        return ports;
    }

    private void put(EmbeddedS3 s3, String path, String body) throws IOException, InterruptedException {
        assertThat(send(s3, "PUT", path, body)).doesNotContain("<Error>");
    }

    private String send(EmbeddedS3 s3, String method, String path, String body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(s3.endpoint().resolve(path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .timeout(Duration.ofSeconds(30))
                .build();
        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
        assertThat(response.statusCode()).as(path + "\n" + response.body()).isBetween(200, 299);
        return response.body();
    }
}
