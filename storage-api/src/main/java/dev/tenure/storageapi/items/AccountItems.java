package dev.tenure.storageapi.items;

import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.Items;
import dev.tenure.storageapi.problem.ApiProblem;
import dev.tenure.storageapi.problem.ProblemCode;
import dev.tenure.storageapi.security.Caller;
import dev.tenure.storageapi.security.Scope;
import org.springframework.stereotype.Component;

/** Finds the items that a caller may know of; every other id, well-formed or not, foreign or not, is answered alike. */
@Component
public class AccountItems {

    private final Items items;

    AccountItems(Items items) {
        this.items = items;
    }

    public Item need(Caller caller, String id) {
        return items.find(caller.account(), id(id), caller.onlyItemsOf()).orElseThrow(AccountItems::unknown);
    }

    /** As {@link #need}, for whoever wants to change the item: who may see all items but change their own only is told so. */
    public Item needToChange(Caller caller, String id) {
        caller.needs(Scope.CHANGE);
        Item item = need(caller, id);
        if (items.find(caller.account(), item.id(), caller.changesOnlyItemsOf()).isEmpty()) {
            throw new ApiProblem(ProblemCode.SCOPE_MISSING, "Only its owner or a privacy officer changes this item.");
        }
        return item;
    }

    /** As {@link #need}, for whoever wants to steer the item's processing. */
    public Item needToProcess(Caller caller, String id) {
        caller.needs(Scope.PROCESS);
        Item item = need(caller, id);
        if (items.find(caller.account(), item.id(), caller.processesOnlyItemsOf())
                .isEmpty()) {
            throw new ApiProblem(
                    ProblemCode.SCOPE_MISSING, "Only its owner or a storage administrator steers how it is processed.");
        }
        return item;
    }

    /** Reads an id; what is none is answered like an id that is not there. */
    public static ItemId id(String text) {
        try {
            return ItemId.of(text);
        } catch (IllegalArgumentException e) {
            throw unknown();
        }
    }

    /** What becomes of a change whose {@code If-Match} names other revisions than the one that is there. */
    public static ApiProblem outdated() {
        return new ApiProblem(ProblemCode.PRECONDITION_FAILED, "The item is another revision than those in If-Match.");
    }

    public static ApiProblem unknown() {
        return new ApiProblem(ProblemCode.NOT_FOUND, "There is no such item.");
    }
}
