package dev.tenure.storageapi.items;

import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.Items;
import dev.tenure.storageapi.problem.ApiProblem;
import dev.tenure.storageapi.problem.ProblemCode;
import dev.tenure.storageapi.security.Caller;
import org.springframework.stereotype.Component;

/** Finds the items that a caller may know of; every other id, well-formed or not, foreign or not, is answered alike. */
@Component
public class AccountItems {

    private final Items items;

    AccountItems(Items items) {
        this.items = items;
    }

    public Item need(Caller caller, String id) {
        return items.find(caller.account(), id(id)).orElseThrow(AccountItems::unknown);
    }

    /** Reads an id; what is none is answered like an id that is not there. */
    public static ItemId id(String text) {
        try {
            return ItemId.of(text);
        } catch (IllegalArgumentException e) {
            throw unknown();
        }
    }

    public static ApiProblem unknown() {
        return new ApiProblem(ProblemCode.NOT_FOUND, "There is no such item.");
    }
}
