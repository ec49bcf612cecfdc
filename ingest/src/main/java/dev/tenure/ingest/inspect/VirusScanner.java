package dev.tenure.ingest.inspect;

import dev.tenure.objectstore.sealing.SealedObject;

/** Somebody who looks for viruses, or nobody. */
interface VirusScanner {

    /** Looks at all of the content. Never throws for what the scanner does: then the content was not scanned. */
    Scan scan(SealedObject content);

    /** Nobody. */
    static VirusScanner none() {
        return content -> new Scan.NotScanned("no scanner is set up");
    }
}
