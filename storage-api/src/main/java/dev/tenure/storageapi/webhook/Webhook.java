package dev.tenure.storageapi.webhook;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.EventType;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where an account wants to be told of events. Its secrets stay in their rows.
 *
 * @param types what it wants to be told of; empty means everything
 * @param disabledReason why we stopped sending; absent when nobody or a person did
 * @param previousSecretUntil until when the secret before the present one signs along
 * @param revision counts decisions about it, of people and of ours; begins at 1
 */
record Webhook(
        WebhookId id,
        AccountId account,
        String url,
        String description,
        List<EventType> types,
        boolean enabled,
        @Nullable String disabledReason,
        Instant createdAt,
        @Nullable Instant lastSuccessAt,
        @Nullable Instant previousSecretUntil,
        long revision) {}
