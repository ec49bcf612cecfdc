package dev.tenure.retention.policy;

import dev.tenure.catalog.json.ObjectReader;
import dev.tenure.catalog.json.StrictJson;
import dev.tenure.retention.StatutorySchedule;
import dev.tenure.retention.StatutoryScheduleJson;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The schedules that accounts can opt into: data, read when the program starts. A revision of rules keeps the editions that it was made with; a newer
 * one rules an account's items from the revision on that is made with it, and what it shortens goes the way of every shortening.
 */
public final class StatutorySchedules {

    /** Larger is no schedule. */
    static final int MAX_BYTES = 1 << 20;

    private final SortedMap<String, StatutorySchedule> byName = new TreeMap<>();

    /**
     * Reads them.
     *
     * @param files their texts in UTF-8, by the names of the files
     * @throws IllegalStateException when one cannot be used; the message names file and entry
     */
    StatutorySchedules(Map<String, byte[]> files) {
        files.forEach((file, text) -> {
            StatutorySchedule schedule = read(file, text);
            if (byName.put(schedule.name(), schedule) != null) {
                throw new IllegalStateException(
                        "the statutory schedule " + schedule.name() + " is in two files, and one of them is " + file);
            }
        });
    }

    private static StatutorySchedule read(String file, byte[] text) {
        try {
            ObjectReader reader = ObjectReader.of(StrictJson.parseObject(text, MAX_BYTES), "schedule");
            StatutorySchedule schedule = StatutoryScheduleJson.read(reader);
            reader.end();
            return schedule;
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new IllegalStateException(
                    "the statutory schedule in " + file + " cannot be used: " + e.getMessage(), e);
        }
    }

    /** All of them, by name. */
    public List<StatutorySchedule> all() {
        return List.copyOf(byName.values());
    }

    /**
     * These, as they are now.
     *
     * @throws IllegalArgumentException when there is none of a name; the message says which there are
     */
    public List<StatutorySchedule> named(Collection<String> names) {
        List<StatutorySchedule> found = new ArrayList<>();
        for (String name : names) {
            StatutorySchedule schedule = byName.get(name);
            if (schedule == null) {
                throw new IllegalArgumentException("there is no statutory schedule '" + name + "'; there are "
                        + String.join(", ", byName.keySet()));
            }
            found.add(schedule);
        }
        return found;
    }
}
