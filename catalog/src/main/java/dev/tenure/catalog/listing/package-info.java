/**
 * Lists of an account's items: narrowed, in order of recording, page by page. What a request costs is bounded whatever the account holds: every
 * page is read in order off one index, and no more than {@link dev.tenure.catalog.listing.Listing#EXAMINED} rows are looked at for it.
 */
@NullMarked
package dev.tenure.catalog.listing;

import org.jspecify.annotations.NullMarked;
