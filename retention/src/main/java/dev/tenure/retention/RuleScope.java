package dev.tenure.retention;

/** How much a rule was meant for, from the narrowest. Among choices the narrowest scope wins, then the shortest. */
public enum RuleScope {
    /** A label on this very item. */
    ITEM("this item"),
    /** Chosen for the item's meeting. */
    MEETING("this meeting"),
    /** Meant for what is of this kind and of this host. */
    HOST_AND_KIND("this kind of item of this host"),
    /** Meant for all meetings of the host. */
    HOST("this host"),
    /** Meant for all items of this kind. */
    KIND("this kind of item"),
    /** Meant for everything of the account. */
    ACCOUNT("the account");

    private final String words;

    RuleScope(String words) {
        this.words = words;
    }

    /** The scope in a sentence, as in "a choice for this meeting". */
    public String words() {
        return words;
    }
}
