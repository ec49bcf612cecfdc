package dev.tenure.objectstore.contract;

import dev.tenure.objectstore.StoreFeatures;
import dev.tenure.objectstore.contract.ContractTable.Outcome;
import dev.tenure.objectstore.contract.ContractTable.Result;
import dev.tenure.objectstore.contract.ObjectStoreContract.Difference;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.platform.commons.support.ReflectionSupport;
import org.opentest4j.TestAbortedException;

/** Notes what became of each behaviour, and lets a declared difference pass as long as it is one. */
final class ContractRecorder implements BeforeAllCallback, InvocationInterceptor {

    private static final Namespace NAMESPACE = Namespace.create(ContractRecorder.class);

    @Override
    public void beforeAll(ExtensionContext context) {
        if (!context.getRequiredTestClass().isMemberClass()) {
            context.getStore(NAMESPACE).put(Results.class, new Results());
        }
    }

    @Override
    public void interceptTestMethod(
            Invocation<@Nullable Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        if (!(context.getRequiredTestInstance() instanceof Behaviours behaviours)) {
            invocation.proceed();
            return;
        }
        ObjectStoreContract contract = behaviours.server;
        requireKnownNames(contract);
        String behaviour = method.getExecutable().getName();
        Optional<Difference> difference = contract.difference(behaviour);
        Results results = Objects.requireNonNull(context.getStore(NAMESPACE).get(Results.class, Results.class));
        String subject = context.getRequiredTestClass().getSimpleName();
        try {
            invocation.proceed();
        } catch (TestAbortedException aborted) {
            results.note(contract, subject, behaviour, Outcome.NOT_THERE, "");
            throw aborted;
        } catch (Throwable failure) {
            if (difference.isEmpty()) {
                results.note(contract, subject, behaviour, Outcome.FAILED, "");
                throw failure;
            }
            results.note(
                    contract,
                    subject,
                    behaviour,
                    Outcome.DIFFERENT,
                    difference.get().reason());
            return;
        }
        if (difference.isPresent() && difference.get().always()) {
            results.note(contract, subject, behaviour, Outcome.FAILED, "");
            throw new AssertionError(contract.server() + " was said to differ and does not: "
                    + difference.get().reason());
        }
        // What a server does at times is not kept, whatever this run saw.
        difference.ifPresentOrElse(
                at -> results.note(contract, subject, behaviour, Outcome.DIFFERENT, at.reason()),
                () -> results.note(contract, subject, behaviour, Outcome.KEPT, ""));
    }

    /** A misspelt behaviour would excuse nothing, and nobody would know. */
    private static void requireKnownNames(ObjectStoreContract contract) {
        Set<String> unknown = new HashSet<>(contract.differences().keySet());
        ReflectionSupport.findNestedClasses(contract.getClass(), Behaviours.class::isAssignableFrom)
                .forEach(subject -> Arrays.stream(subject.getSuperclass().getDeclaredMethods())
                        .filter(method -> method.isAnnotationPresent(Test.class))
                        .map(Method::getName)
                        .forEach(unknown::remove));
        if (!unknown.isEmpty()) {
            throw new AssertionError("no such behaviours: " + unknown);
        }
    }

    /** Of one concrete class; written when it is through. */
    private static final class Results implements AutoCloseable {

        private final List<Result> all = new ArrayList<>();
        private String server = "";
        private StoreFeatures features = StoreFeatures.assumed();

        synchronized void note(
                ObjectStoreContract contract, String subject, String behaviour, Outcome outcome, String reason) {
            server = contract.server();
            features = contract.store().features();
            all.add(new Result(subject, behaviour, outcome, reason));
        }

        @Override
        public synchronized void close() throws IOException {
            if (!all.isEmpty()) {
                new ContractTable(Path.of("target")).add(server, Instant.now(), features, all);
            }
        }
    }
}
