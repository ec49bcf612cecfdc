package dev.tenure.storageapi.edge;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.apache.coyote.Processor;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.coyote.http11.Http11Processor;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.SocketWrapperBase;

/**
 * HTTP as Tomcat speaks it, with a deadline for the whole head of a request: Tomcat's own is for each read, so a header that drips would hold its
 * connection for ever. Made by Tomcat, by name.
 */
public final class HeadDeadline extends Http11NioProtocol {

    private volatile Duration deadline = Duration.ofSeconds(15);

    void deadline(Duration wanted) {
        deadline = wanted;
    }

    @Override
    protected Processor createProcessor() {
        return new Impatient();
    }

    private final class Impatient extends Http11Processor {

        /** Whose head has begun, and when. Processors serve many connections; what a broken one left here means nothing to the next. */
        private Optional<SocketWrapperBase<?>> waitingFor = Optional.empty();

        private long began;

        Impatient() {
            super(HeadDeadline.this, HeadDeadline.this.getAdapter());
        }

        @Override
        @SuppressWarnings("ReferenceEquality") // the very connection is meant
        public SocketState service(SocketWrapperBase<?> connection) throws IOException {
            if (waitingFor.filter(known -> known == connection).isEmpty()) {
                waitingFor = Optional.of(connection);
                began = System.nanoTime();
            }
            SocketState state = super.service(connection);
            // LONG without an asynchronous request: the head is not complete.
            if (state != SocketState.LONG || isAsync()) {
                waitingFor = Optional.empty();
                return state;
            }
            return System.nanoTime() - began > deadline.toNanos() ? SocketState.CLOSED : state;
        }
    }
}
