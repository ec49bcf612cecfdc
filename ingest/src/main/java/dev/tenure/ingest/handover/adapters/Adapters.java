package dev.tenure.ingest.handover.adapters;

import dev.tenure.ingest.handover.Adapter;
import dev.tenure.ingest.handover.bigbluebutton.BigBlueButton;
import dev.tenure.ingest.handover.bucket.BucketAdapter;
import dev.tenure.ingest.handover.dropfolder.DropFolder;
import dev.tenure.ingest.handover.jibri.Jibri;
import dev.tenure.ingest.handover.livekit.LiveKit;
import dev.tenure.ingest.handover.openvidu.OpenViduMeet;
import dev.tenure.ingest.handover.plugnmeet.PlugNmeet;
import dev.tenure.ingest.handover.zoom.Zoom;
import java.util.List;
import java.util.Optional;

/** The adapters by name. A new one is added here, and gets a page in docs/adapters. */
public final class Adapters {

    private static final List<Adapter> ALL = List.of(
            new LiveKit(),
            new BucketAdapter(),
            new DropFolder(),
            new Zoom(),
            new OpenViduMeet(),
            new PlugNmeet(),
            new Jibri(),
            new BigBlueButton());

    private Adapters() {}

    public static List<Adapter> all() {
        return ALL;
    }

    public static Optional<Adapter> find(String name) {
        return ALL.stream().filter(adapter -> adapter.name().equals(name)).findFirst();
    }
}
