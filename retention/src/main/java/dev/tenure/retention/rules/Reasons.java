package dev.tenure.retention.rules;

import dev.tenure.retention.Decision.Bounds;
import dev.tenure.retention.Horizon;
import dev.tenure.retention.RuleScope;

/** Why each rule won or lost, as a clause that follows the rule's name in a sentence. */
record Reasons(Bounds bounds, Horizon goAt, RuleScope narrowest, boolean conflicted) {

    record Reason(boolean won, String why) {}

    Reason of(Rule rule, Horizon horizon) {
        return switch (rule.ruleClass().effect()) {
            case RETAIN -> retaining(horizon);
            case CHOOSE -> choosing(rule, horizon);
            case LIMIT -> limiting(horizon);
            case VETO -> throw new IllegalArgumentException(rule.ruleClass() + " moves no date");
        };
    }

    private Reason retaining(Horizon horizon) {
        if (conflicted) {
            return lost(
                    horizon.equals(bounds.floor())
                            ? "contradicts the longest period the law allows"
                            : "another rule keeps longer");
        }
        if (!horizon.equals(bounds.floor())) {
            return lost("another rule keeps longer");
        }
        return floorWins() ? won("keeping wins over deleting") : lost("satisfied: the item stays longer anyway");
    }

    private Reason choosing(Rule rule, Horizon horizon) {
        if (rule.scope() != narrowest) {
            return lost("a choice for " + narrowest.words() + " is more specific than one for "
                    + rule.scope().words());
        }
        if (!horizon.equals(bounds.chosen())) {
            return lost("a shorter choice of the same scope exists");
        }
        if (bounds.ceiling() != null
                && bounds.chosen() != null
                && bounds.chosen().isAfter(bounds.ceiling())) {
            return lost("longer than the maximum allows");
        }
        return due("a rule demands keeping longer", "chosen, within every minimum and maximum");
    }

    private Reason limiting(Horizon horizon) {
        if (!horizon.equals(bounds.ceiling())) {
            return lost("another maximum is shorter");
        }
        if (bounds.chosen() != null && bounds.chosen().compareTo(horizon) <= 0) {
            return lost("satisfied: the choice is not longer");
        }
        return due("a rule demands keeping longer", "the maximum ends it");
    }

    private Reason due(String ifFloorWins, String ifDueWins) {
        if (conflicted) {
            return lost("the law contradicts itself; a person must decide");
        }
        return floorWins() ? lost(ifFloorWins) : won(ifDueWins);
    }

    private boolean floorWins() {
        return bounds.floor() != null && bounds.floor().isAfter(bounds.due());
    }

    private static Reason won(String why) {
        return new Reason(true, why);
    }

    private static Reason lost(String why) {
        return new Reason(false, why);
    }
}
