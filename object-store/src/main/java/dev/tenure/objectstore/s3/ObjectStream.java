package dev.tenure.objectstore.s3;

import dev.tenure.objectstore.ObjectKey;
import java.io.IOException;
import java.io.InputStream;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * Bytes on their way from the store. Closed early it drops the connection, because reading the rest of a large object only to keep a
 * connection costs more than a new one.
 */
final class ObjectStream extends InputStream {

    private final ResponseInputStream<GetObjectResponse> response;
    private final ObjectKey key;
    private long remaining;

    ObjectStream(ObjectKey key, ResponseInputStream<GetObjectResponse> response) {
        this.key = key;
        this.response = response;
        this.remaining = response.response().contentLength();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int count = receive(target, offset, length);
        if (count > 0) {
            remaining -= count;
        } else if (count < 0 && remaining > 0) {
            // A connection that ends before the promised length is an error, never a shorter object.
            throw new IOException("the store ended " + key + " " + remaining + " bytes early");
        }
        return count;
    }

    private int receive(byte[] target, int offset, int length) throws IOException {
        try {
            return response.read(target, offset, length);
        } catch (SdkException e) {
            throw new IOException("the store broke off " + key, e);
        }
    }

    @Override
    public void close() throws IOException {
        if (remaining > 0) {
            response.abort();
        }
        response.close();
    }
}
