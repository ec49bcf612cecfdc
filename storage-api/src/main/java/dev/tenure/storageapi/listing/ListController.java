package dev.tenure.storageapi.listing;

import dev.tenure.catalog.ItemKind;
import dev.tenure.catalog.ItemState;
import dev.tenure.catalog.listing.Listing;
import dev.tenure.catalog.listing.ListingMark;
import dev.tenure.catalog.listing.ListingQuery;
import dev.tenure.storageapi.security.Caller;
import dev.tenure.storageapi.security.Scope;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The list of items. */
@RestController
@RequestMapping("/api/v1/items")
class ListController {

    private final Listing listing;

    ListController(Listing listing) {
        this.listing = listing;
    }

    /**
     * A page.
     *
     * @param next what to ask for the next one with; absent at the list's end
     * @param complete false when looking ended before the page was full, and goes on with the next one
     * @param count absent unless it was asked for
     */
    record Page(
            List<ListedView> items,
            @Nullable String next,
            boolean complete,
            @Nullable CountView count) {}

    /** How many items the list has: exactly so many, or more. */
    record CountView(int atLeast, boolean exact) {}

    @GetMapping
    @Operation(summary = "A page of the items that match, by when their meetings ended")
    @Parameter(name = "host", in = ParameterIn.QUERY, description = "of the meeting, without regard to case")
    @Parameter(
            name = "state",
            in = ParameterIn.QUERY,
            description = "one of these",
            array = @ArraySchema(schema = @Schema(implementation = ItemState.class)))
    @Parameter(
            name = "kind",
            in = ParameterIn.QUERY,
            description = "one of these",
            array = @ArraySchema(schema = @Schema(implementation = ItemKind.class)))
    @Parameter(name = "from", in = ParameterIn.QUERY, description = "a time or date: ended then or later")
    @Parameter(name = "to", in = ParameterIn.QUERY, description = "a time or date: ended before it")
    @Parameter(name = "title", in = ParameterIn.QUERY, description = "words of the title; the last may end with *")
    @Parameter(
            name = "participant",
            in = ParameterIn.QUERY,
            description = "words of names and addresses of those who took part; the last may end with *")
    @Parameter(
            name = "sort",
            in = ParameterIn.QUERY,
            schema =
                    @Schema(
                            allowableValues = {"newest", "oldest"},
                            defaultValue = "newest"))
    @Parameter(name = "after", in = ParameterIn.QUERY, description = "next of the page before")
    @Parameter(
            name = "count",
            in = ParameterIn.QUERY,
            description = "count the matching items, up to 1,000",
            schema = @Schema(type = "boolean"))
    Page list(Caller caller, HttpServletRequest request) {
        caller.needs(Scope.READ);
        ListParameters parameters = ListParameters.of(request.getParameterMap());
        ListingQuery query = parameters.query(caller.account(), caller.onlyItemsOf());
        CountView count = parameters.counted() ? count(query) : null;
        Listing.Page page = listing.page(query);
        ListingMark next = page.next();
        return new Page(
                page.rows().stream().map(ListedView::of).toList(),
                next == null ? null : next.toString(),
                page.complete(),
                count);
    }

    private CountView count(ListingQuery query) {
        Listing.Count count = listing.count(query);
        return new CountView(count.atLeast(), count.exact());
    }
}
