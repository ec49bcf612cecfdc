package dev.tenure.storageapi.edge;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.apache.tomcat.util.net.ApplicationBufferHandler;

/**
 * What is left of a body when its request is answered, most often refused. Tomcat reads it to its end, so that the client finds the answer, and
 * would read a drip for ever; here that has a deadline, after which the connection is closed.
 */
final class UnreadBody extends ValveBase {

    /** More is not worth reading for somebody's sake whose request is over. */
    private static final long MOST_BYTES = 2 << 20;

    private final Duration deadline;
    private final LongSupplier nanoTime;

    UnreadBody(Duration deadline, LongSupplier nanoTime) {
        super(true);
        this.deadline = deadline;
        this.nanoTime = nanoTime;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        getNext().invoke(request, response);
        if (request.isAsync() || request.isFinished()) {
            return;
        }
        response.finishResponse();
        if (!ends(request.getCoyoteRequest())) {
            request.getCoyoteRequest().action(ActionCode.DISABLE_SWALLOW_INPUT, null);
        }
    }

    private boolean ends(org.apache.coyote.Request body) {
        // Below the servlet's stream, which is closed together with the answer.
        Sink sink = new Sink();
        long began = nanoTime.getAsLong();
        try {
            for (long all = 0; all < MOST_BYTES && nanoTime.getAsLong() - began < deadline.toNanos(); ) {
                int got = body.doRead(sink);
                if (got < 0) {
                    return true;
                }
                all += got;
            }
            return false;
        } catch (IOException broken) {
            return false;
        }
    }

    /** Where bytes go that nobody wants. */
    private static final class Sink implements ApplicationBufferHandler {

        private ByteBuffer last = ByteBuffer.allocate(0);

        @Override
        public void setByteBuffer(ByteBuffer buffer) {
            last = buffer;
        }

        @Override
        public ByteBuffer getByteBuffer() {
            return last;
        }

        @Override
        public void expand(int size) {
            // Whatever comes is brought along.
        }
    }
}
