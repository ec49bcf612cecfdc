package dev.tenure.objectstore.s3;

import dev.tenure.objectstore.ObjectKey;
import java.io.FilterInputStream;
import java.io.IOException;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * Bytes on their way from the store. Closed early it drops the connection, because reading the rest of a large object only to keep a
 * connection costs more than a new one.
 */
final class ObjectStream extends FilterInputStream {

    private final ResponseInputStream<GetObjectResponse> response;
    private final ObjectKey key;
    private long remaining;

    ObjectStream(ObjectKey key, ResponseInputStream<GetObjectResponse> response) {
        super(response);
        this.key = key;
        this.response = response;
        this.remaining = response.response().contentLength();
    }

    @Override
    public int read() throws IOException {
        int next = super.read();
        count(next < 0 ? -1 : 1);
        return next;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int count = super.read(target, offset, length);
        count(count);
        return count;
    }

    /** A connection that ends before the promised length is an error, never a shorter object. */
    private void count(int read) throws IOException {
        if (read > 0) {
            remaining -= read;
        } else if (read < 0 && remaining > 0) {
            throw new IOException("the store ended " + key + " " + remaining + " bytes early");
        }
    }

    @Override
    public void close() throws IOException {
        if (remaining > 0) {
            response.abort();
        }
        super.close();
    }
}
