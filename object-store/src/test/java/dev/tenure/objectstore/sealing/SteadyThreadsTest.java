package dev.tenure.objectstore.sealing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.GeneralSecurityException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class SteadyThreadsTest {

    @Test
    void manyShortThreadsShareFewLastingOnes() throws Exception {
        Set<Thread> workers = new HashSet<>();
        try (ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int request = 0; request < 100; request++) {
                workers.add(requests.submit(() -> SteadyThreads.call(Thread::currentThread))
                        .get());
            }
        }
        assertThat(workers).hasSizeLessThanOrEqualTo(2).noneMatch(Thread::isVirtual);
    }

    @Test
    void aThreadThatLastsWorksItself() throws Exception {
        assertThat(SteadyThreads.call(Thread::currentThread)).isSameAs(Thread.currentThread());
    }

    @Test
    void whatGoesWrongThereGoesWrongHere() throws Exception {
        try (ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor()) {
            requests.submit(() -> assertThatThrownBy(() -> SteadyThreads.call(() -> {
                                throw new GeneralSecurityException("no such key");
                            }))
                            .isInstanceOf(GeneralSecurityException.class)
                            .hasMessage("no such key"))
                    .get();
        }
    }
}
