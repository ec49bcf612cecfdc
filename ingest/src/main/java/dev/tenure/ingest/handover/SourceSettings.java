package dev.tenure.ingest.handover;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a source was told: plain settings, and secrets in clear, which live no longer than the work that needs them. */
public final class SourceSettings {

    private final Map<String, String> plain;
    private final Map<String, String> secrets;

    public SourceSettings(Map<String, String> plain, Map<String, String> secrets) {
        this.plain = Map.copyOf(plain);
        this.secrets = Map.copyOf(secrets);
    }

    /**
     * Refuses settings that do not fit an adapter.
     *
     * @throws IllegalArgumentException names the first that is missing, unknown or wrong, and not its value
     */
    public static void check(List<Setting> known, Map<String, String> plain, Map<String, String> secrets) {
        Map<String, Setting> byName = new TreeMap<>();
        known.forEach(setting -> byName.put(setting.name(), setting));
        List<String> names = new ArrayList<>(plain.keySet());
        names.addAll(secrets.keySet());
        for (String name : names) {
            if (!byName.containsKey(name)) {
                throw new IllegalArgumentException("there is no setting '" + name + "'; there are " + byName.keySet());
            }
        }
        for (Setting setting : known) {
            String value = (setting.secret() ? secrets : plain).get(setting.name());
            if ((setting.secret() ? plain : secrets).containsKey(setting.name())) {
                throw new IllegalArgumentException(
                        "'" + setting.name() + "' belongs into '" + (setting.secret() ? "secrets" : "settings") + "'");
            }
            if (value != null) {
                setting.check(value);
            } else if (setting.required()) {
                throw new IllegalArgumentException("'" + setting.name() + "' is missing: " + setting.meaning());
            }
        }
    }

    public Optional<String> find(String name) {
        return Optional.ofNullable(plain.get(name));
    }

    public String need(String name) {
        return find(name).orElseThrow(() -> new IllegalStateException("a source lacks the setting " + name));
    }

    public boolean yes(String name, boolean otherwise) {
        return find(name).map("true"::equals).orElse(otherwise);
    }

    /** The minutes that a setting of the shape {@link Setting.Shape#NUMBER} says. */
    public Duration minutes(String name, Duration otherwise) {
        return find(name).map(Long::parseLong).map(Duration::ofMinutes).orElse(otherwise);
    }

    /** The values of a list, parted by commas. */
    public List<String> list(String name) {
        return find(name).stream()
                .flatMap(text -> List.of(text.split(",", -1)).stream())
                .map(String::strip)
                .filter(one -> !one.isEmpty())
                .toList();
    }

    /** All values of a secret that hold now, the newest first; none when it is not set. */
    public List<String> secrets(String name) {
        return Optional.ofNullable(secrets.get(name)).stream()
                .flatMap(String::lines)
                .map(String::strip)
                .filter(one -> !one.isEmpty())
                .toList();
    }

    /** The newest value of a secret. */
    public Optional<String> secret(String name) {
        return secrets(name).stream().findFirst();
    }

    @Override
    public String toString() {
        return plain + " and secrets " + secrets.keySet();
    }
}
