package dev.tenure.catalog;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The items of a retention class that are ruled alike: the class may say other things of each kind and of some hosts.
 *
 * @param host in small letters; absent for all that are not among the others
 * @param others hosts of which other things are said, in small letters; of no meaning where a host is given
 */
public record ClassPart(
        String retentionClass,
        Set<ItemKind> kinds,
        @Nullable String host,
        Set<String> others) {

    public ClassPart {
        kinds = Set.copyOf(kinds);
        others = Set.copyOf(others);
    }

    /** All items of a class. */
    public static ClassPart whole(String retentionClass) {
        return new ClassPart(retentionClass, EnumSet.allOf(ItemKind.class), null, Set.of());
    }

    /** Names of the kinds. */
    public String[] kindNames() {
        return kinds.stream().map(Enum::name).sorted().toArray(String[]::new);
    }

    /** The hosts of which something else is said. */
    public String[] otherHosts() {
        return others.stream().sorted().toArray(String[]::new);
    }
}
