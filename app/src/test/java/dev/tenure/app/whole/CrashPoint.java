package dev.tenure.app.whole;

import dev.tenure.catalog.Endings;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.ObjectRole;
import dev.tenure.catalog.StoredObjects;
import dev.tenure.objectstore.ObjectStore;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/**
 * Ends the process at one step, named by the property {@code tenure.test.crash}: {@code before ObjectStore.put}, {@code after
 * Items.move.READY}, {@code before answer.PATCH}. It ends as by {@code kill -9}: nothing is closed, nothing is told.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(CrashPoint.PROPERTY)
class CrashPoint {

    static final String PROPERTY = "tenure.test.crash";
    static final int EXIT_CODE = 137;

    @Bean
    static BeanPostProcessor crashing() {
        String point = System.getProperty(PROPERTY, "");
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return switch (bean) {
                    case ObjectStore store -> proxy(ObjectStore.class, store, point);
                    case Endings endings -> proxy(Endings.class, endings, point);
                    case Items items -> proxy(Items.class, items, point);
                    case StoredObjects objects -> proxy(StoredObjects.class, objects, point);
                    default -> bean;
                };
            }
        };
    }

    /** Before an answer leaves: all that the request was to do is done, and its client does not know. */
    @Bean
    static FilterRegistrationBean<Filter> dying() {
        String point = System.getProperty(PROPERTY, "");
        var registration = new FilterRegistrationBean<Filter>((request, response, chain) -> {
            chain.doFilter(request, response);
            if (request instanceof HttpServletRequest http
                    && http.getRequestURI().startsWith(Recordings.UPLOADS)) {
                String concat = http.getHeader("Upload-Concat");
                dieAt(
                        "before answer." + http.getMethod() + (concat == null ? "" : "." + concat.split(";", 2)[0]),
                        point);
            }
        });
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return registration;
    }

    private static <T> Object proxy(Class<T> type, T bean, String point) {
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
            String step = type.getSimpleName() + "." + step(method, arguments);
            dieAt("before " + step, point);
            Object result;
            try {
                result = method.invoke(bean, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
            dieAt("after " + step, point);
            return result;
        });
    }

    /** Moves are told apart by where they lead, announcements by what they announce. */
    private static String step(Method method, Object[] arguments) {
        if (method.getName().equals("move")) {
            return "move." + arguments[2];
        }
        if (method.getName().equals("announce") && arguments.length > 2 && arguments[2] instanceof ObjectRole role) {
            return "announce." + role;
        }
        return method.getName();
    }

    private static void dieAt(String step, String point) {
        if (step.equals(point)) {
            Runtime.getRuntime().halt(EXIT_CODE);
        }
    }
}
