/**
 * Tells accounts of events where they want to be told, as Standard Webhooks 1.0 says. Nouns: a {@link dev.tenure.storageapi.webhook.Webhook} is
 * where; a delivery is an event on its way there; an attempt is one request.
 *
 * <p>Which rows exist when: events of the outbox are taken and become deliveries in one transaction. A delivery is claimed, sent outside any
 * transaction, and what became of it recorded only by the claim that sent it. A process that dies between leaves a claim that runs out; the same
 * event is then sent again, under the same id.
 */
@NullMarked
package dev.tenure.storageapi.webhook;

import org.jspecify.annotations.NullMarked;
