package dev.tenure.catalog.listing;

import java.util.Map;

/**
 * A way into the list: an index that has some of the items in the list's order.
 *
 * @param settles what is true of all its items, so that nobody has to look again
 * @param from tables, the item's among them as {@code i}
 * @param where what finds the items in the index
 * @param places the alias of the table that has the time and the meeting in the index's order
 * @param probe tables that have one row as {@code places} for each meeting or item, without looking at the items
 * @param probeWhere what finds these in the index
 */
record JdbcWay(
        Settles settles,
        String from,
        String where,
        String places,
        String probe,
        String probeWhere,
        Map<String, Object> parameters) {

    JdbcWay {
        parameters = Map.copyOf(parameters);
    }

    /** The condition that a way fulfils by itself. */
    enum Settles {
        NOTHING,
        HOST,
        OWNER,
        STATES,
        /** The title, if that is all that is looked for in it. */
        TITLE_WORD,
        /** The people, if that is all that is looked for in them. */
        PARTICIPANT_WORD
    }

    /** Directly over items. */
    static JdbcWay items(Settles settles, String from, String where, Map<String, Object> parameters) {
        return new JdbcWay(settles, from, where, "i", from, where, parameters);
    }
}
