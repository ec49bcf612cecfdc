package dev.tenure.retention.rules;

import dev.tenure.catalog.ClassPart;
import dev.tenure.catalog.ItemKind;
import dev.tenure.retention.Selector;
import dev.tenure.retention.Subject;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Something that is said of every item, for each kind and host. Hosts of whom the same is said as of all others are not named, so that what says the
 * same is equal.
 *
 * @param others of hosts that are not named
 * @param hosts of those that are, by their names in small letters
 */
public record Parts<T>(Map<ItemKind, T> others, SortedMap<String, Map<ItemKind, T>> hosts) {

    public Parts {
        Map<ItemKind, T> usual = Map.copyOf(others);
        SortedMap<String, Map<ItemKind, T>> named = new TreeMap<>();
        hosts.forEach((host, said) -> {
            if (!said.equals(usual)) {
                named.put(host, Map.copyOf(said));
            }
        });
        others = usual;
        hosts = named;
    }

    /** What is said of some items. */
    public record Part<T>(Set<ItemKind> kinds, @Nullable String host, Set<String> otherHosts, T says) {

        /** These items, as far as they are of a class. */
        public ClassPart of(String retentionClass) {
            return new ClassPart(retentionClass, kinds, host, otherHosts);
        }
    }

    /** The same of every item. */
    static <T> Parts<T> whole(T says) {
        return of(Set.of(), subject -> says);
    }

    /**
     * Asks for each kind of each of these hosts, and of all others.
     *
     * @param hosts in small letters
     */
    static <T> Parts<T> of(Set<String> hosts, Function<Subject, T> says) {
        SortedMap<String, Map<ItemKind, T>> named = new TreeMap<>();
        hosts.forEach(host -> named.put(host, kinds(host, says)));
        return new Parts<>(kinds(null, says), named);
    }

    private static <T> Map<ItemKind, T> kinds(@Nullable String host, Function<Subject, T> says) {
        Map<ItemKind, T> said = new EnumMap<>(ItemKind.class);
        for (ItemKind kind : ItemKind.values()) {
            said.put(kind, says.apply(new Subject(kind, host)));
        }
        return said;
    }

    public T of(Subject subject) {
        String host = subject.host() == null ? null : Selector.inSmallLetters(subject.host());
        Map<ItemKind, T> said = host == null ? others : hosts.getOrDefault(host, others);
        T says = said.get(subject.kind());
        if (says == null) {
            throw new IllegalStateException("nothing is said of kind " + subject.kind());
        }
        return says;
    }

    <U> Parts<U> map(Function<T, U> function) {
        return of(hosts.keySet(), subject -> function.apply(of(subject)));
    }

    /**
     * What comes of what both say, of each item.
     *
     * @param function asked once for what is said alike
     */
    public <U, V> Parts<V> with(Parts<U> other, BiFunction<T, U, V> function) {
        Set<String> named = new TreeSet<>(hosts.keySet());
        named.addAll(other.hosts.keySet());
        // Hosts are many, and what is said of them is little.
        Map<Both<T, U>, V> known = new HashMap<>();
        return of(
                named,
                subject -> known.computeIfAbsent(
                        new Both<>(of(subject), other.of(subject)), both -> function.apply(both.one(), both.other())));
    }

    private record Both<T, U>(T one, U other) {}

    /** As few as possible: kinds of a host of which the same is said are together. In a fixed order; every item is of exactly one. */
    public List<Part<T>> list() {
        List<Part<T>> parts = new ArrayList<>(grouped(null));
        hosts.keySet().forEach(host -> parts.addAll(grouped(host)));
        return parts;
    }

    private List<Part<T>> grouped(@Nullable String host) {
        Map<T, Set<ItemKind>> together = new LinkedHashMap<>();
        for (ItemKind kind : ItemKind.values()) {
            together.computeIfAbsent(of(new Subject(kind, host)), says -> EnumSet.noneOf(ItemKind.class))
                    .add(kind);
        }
        return together.entrySet().stream()
                .map(entry -> new Part<>(
                        entry.getValue(), host, host == null ? Set.copyOf(hosts.keySet()) : Set.of(), entry.getKey()))
                .toList();
    }
}
