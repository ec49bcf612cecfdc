package dev.tenure.app.demo;

import io.tus.java.client.ProtocolException;
import io.tus.java.client.TusClient;
import io.tus.java.client.TusUpload;
import io.tus.java.client.TusUploader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.DoubleConsumer;

/** Sends a file as a media server would, through a public tus client. */
final class Upload {

    private static final int CHUNK = 256 << 10;
    private static final int REQUEST = 4 << 20;

    private Upload() {}

    /** Returns where the upload lives on the server. */
    static URI send(URI server, String token, Path file, Map<String, String> metadata, DoubleConsumer progress) {
        try {
            TusClient client = new TusClient();
            client.setUploadCreationURL(server.resolve("/api/v1/uploads").toURL());
            client.setHeaders(Map.of("Authorization", "Bearer " + token));
            TusUpload upload = new TusUpload(file.toFile());
            upload.setMetadata(metadata);
            TusUploader uploader = client.createUpload(upload);
            uploader.setChunkSize(CHUNK);
            uploader.setRequestPayloadSize(REQUEST);
            while (uploader.uploadChunk() > -1) {
                progress.accept((double) uploader.getOffset() / upload.getSize());
            }
            uploader.finish();
            return URI.create(uploader.getUploadURL().toString());
        } catch (ProtocolException e) {
            throw new DemoFailed("the upload was refused: " + e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Which item an upload became, as a HEAD request tells. */
    static String item(URI upload, String token) {
        try {
            URL address = upload.toURL();
            HttpURLConnection connection = (HttpURLConnection) address.openConnection();
            connection.setRequestMethod("HEAD");
            connection.setRequestProperty("Authorization", "Bearer " + token);
            connection.setRequestProperty("Tus-Resumable", "1.0.0");
            String item = connection.getHeaderField("Tenure-Item");
            connection.disconnect();
            if (item == null) {
                throw new DemoFailed("the server does not name the item of " + upload);
            }
            return item;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
