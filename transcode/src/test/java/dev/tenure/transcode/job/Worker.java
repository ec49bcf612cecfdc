package dev.tenure.transcode.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.Removals;
import dev.tenure.catalog.StoredObjects;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.sealing.KeyVault;
import dev.tenure.objectstore.sealing.KeysetFileVault;
import dev.tenure.transcode.RealMedia;
import dev.tenure.transcode.ffmpeg.FfmpegTools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;

/** One process of the fleet, as its own application context. Its death is told from a failure by what it leaves behind: nothing is tidied up. */
final class Worker implements AutoCloseable {

    private static final List<Class<?>> TRAPPED =
            List.of(Items.class, StoredObjects.class, Removals.class, ObjectStore.class, JobRepository.class);

    private final Path scratch;
    private final Trap trap;
    private final ConfigurableApplicationContext context;
    private volatile boolean dead;

    private Worker(Parts parts, Path scratch, Trap trap, Map<String, String> settings, Fleet fleet) {
        this.scratch = scratch;
        this.trap = trap;
        Map<String, Object> properties = new LinkedHashMap<>(parts.properties());
        properties.put("tenure.transcode.scratch", scratch.toString());
        properties.put("spring.batch.job.enabled", "false");
        properties.put("spring.batch.jdbc.initialize-schema", "never");
        properties.put("spring.flyway.enabled", "false");
        properties.put("spring.main.banner-mode", "off");
        properties.put("spring.main.log-startup-info", "false");
        properties.put(
                "tenure.trail.signing-key",
                parts.vault().resolveSibling("trail.pem").toString());
        properties.putAll(settings);
        ApplicationContextInitializer<GenericApplicationContext> beans = made -> {
            made.registerBean(FfmpegTools.class, RealMedia::tools);
            made.registerBean(KeyVault.class, () -> KeysetFileVault.create(parts.vault()));
            made.registerBean(Fleet.class, () -> fleet);
            made.registerBean(BeanPostProcessor.class, Trapping::new);
        };
        this.context = new SpringApplicationBuilder(World.class)
                .web(WebApplicationType.NONE)
                .properties(properties)
                .registerShutdownHook(false)
                .initializers(beans)
                .run();
    }

    static Worker start(Parts parts, Path scratch) {
        return new Worker(parts, scratch, Trap.NONE, Map.of(), Fleet.alone());
    }

    static Worker start(Parts parts, Path scratch, Trap trap) {
        return new Worker(parts, scratch, trap, Map.of(), Fleet.alone());
    }

    static Worker start(Parts parts, Path scratch, Trap trap, Map<String, String> settings) {
        return new Worker(parts, scratch, trap, settings, Fleet.alone());
    }

    static Worker start(Parts parts, Path scratch, Trap trap, Map<String, String> settings, Fleet fleet) {
        return new Worker(parts, scratch, trap, settings, fleet);
    }

    <T> T get(Class<T> type) {
        return context.getBean(type);
    }

    Transcodes transcodes() {
        return get(Transcodes.class);
    }

    /** Kills it: the calling thread dies here, open transactions roll back, and its work files stay as they are. */
    void die() {
        if (!dead) {
            dead = true;
            keepFiles();
        }
        throw new Killed();
    }

    boolean dead() {
        return dead;
    }

    /** A dead process removes nothing; a dead thread's finally blocks do. So the files are put away before, and back after. */
    private void keepFiles() {
        try {
            if (Files.exists(scratch)) {
                Files.move(scratch, kept());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Works on the item until a trap kills this worker; fails where none does. */
    void dieWorkingOn(ItemId item, boolean recovering) {
        try {
            transcodes().transcode(item, recovering);
        } catch (Killed expected) {
            assertThat(dead).isTrue();
        }
        assertThat(dead).as("the deadly call came").isTrue();
    }

    void putFilesBack() {
        try {
            if (Files.exists(kept())) {
                Scratch.delete(scratch);
                Files.move(kept(), scratch);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path kept() {
        return scratch.resolveSibling(scratch.getFileName() + ".kept");
    }

    @Override
    public void close() {
        context.close();
    }

    private void tell(String call, Trap.Side side) {
        if (dead) {
            throw new Killed();
        }
        trap.on(this, call, side);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @ComponentScan({
        "dev.tenure.objectstore.s3",
        "dev.tenure.objectstore.sealing",
        "dev.tenure.catalog",
        "dev.tenure.transcode.job"
    })
    static class World {}

    /** Puts the trap around what a worker shares with others. */
    private final class Trapping implements BeanPostProcessor {

        @Override
        public Object postProcessAfterInitialization(Object bean, String name) {
            if (bean instanceof HikariDataSource pool) {
                return new MortalDataSource(pool, () -> dead);
            }
            if (bean instanceof DataSource) {
                return bean;
            }
            for (Class<?> type : TRAPPED) {
                if (type.isInstance(bean)) {
                    return Proxy.newProxyInstance(
                            type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                                String call = type.getSimpleName() + "." + method.getName();
                                tell(call, Trap.Side.BEFORE);
                                try {
                                    Object result = method.invoke(bean, arguments);
                                    tell(call, Trap.Side.AFTER);
                                    return result;
                                } catch (InvocationTargetException e) {
                                    throw e.getCause();
                                }
                            });
                }
            }
            return bean;
        }
    }
}
