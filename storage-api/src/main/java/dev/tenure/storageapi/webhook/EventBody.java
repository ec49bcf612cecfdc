package dev.tenure.storageapi.webhook;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.tenure.catalog.Outbox;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/** An event as it is sent: the same bytes with every attempt. */
@JsonPropertyOrder({"type", "timestamp", "data"})
record EventBody(String type, String timestamp, Map<String, String> data) {

    private static final JsonMapper JSON = JsonMapper.shared();

    static EventBody of(Outbox.Event event) {
        return of(event.type().word(), event.at(), event.account().toString(), event.data());
    }

    static EventBody of(String type, Instant at, String account, Map<String, String> data) {
        Map<String, String> whole = new TreeMap<>(data);
        whole.put("account", account);
        return new EventBody(type, at.toString(), whole);
    }

    byte[] bytes() {
        return JSON.writeValueAsBytes(this);
    }
}
