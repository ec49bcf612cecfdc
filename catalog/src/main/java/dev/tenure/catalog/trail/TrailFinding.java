package dev.tenure.catalog.trail;

/**
 * The first row of the trail that is not what was appended and signed.
 *
 * @param table its table
 * @param key its primary key: a sequence, an index, a level and index, or a size
 */
public record TrailFinding(String table, String key, String problem) {

    static TrailFinding of(String table, Object key, String problem) {
        return new TrailFinding(table, key.toString(), problem);
    }

    @Override
    public String toString() {
        return table + " " + key + ": " + problem;
    }
}
